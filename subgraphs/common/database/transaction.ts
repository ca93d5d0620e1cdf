import { drizzle } from "drizzle-orm/mysql2";
import type { PoolConnection } from "mysql2/promise";
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "../errors";
import { fullJitterMs } from "../random";
import { notifyCommitted } from "./afterCommit";
import { isRetryable, isRolledBackByServer, isStatementTimeout } from "./errors";
import type { Database, StatementExecutor, Transaction } from "./pool";
import { requestDeadline } from "./statements";

export interface TransactionOptions {
  /** Times the work is done at most, default 8. */
  readonly attempts?: number;
}

/** `statements` sends on the transaction's own connection, for what is prepared by hand. */
type Work<Result> = (transaction: Transaction, statements: StatementExecutor) => Promise<Result>;

/**
 * Does the work in one READ COMMITTED transaction. When the server reports a deadlock, a lock wait timeout or a
 * changed record, all of it is rolled back and done again, within the deadline of the request: the work must have no
 * effect outside the database. Throws a Fault TIMEOUT when that deadline is over or a statement took too long.
 * Any other error is the first one of the attempt, also when the connection died and the rollback failed after it.
 * When the connection dies at COMMIT the outcome is unknown and is not retried: read back by key.
 */
export async function inTransaction<Result>(
  database: Database,
  work: Work<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  const attempts = options.attempts ?? 8;
  for (let attempt = 1; ; attempt++) {
    const pauseMs = fullJitterMs(attempt, 4, 200);
    try {
      return await attemptOnce(database, work);
    } catch (error) {
      if (isStatementTimeout(error)) throw new Fault("TIMEOUT", undefined, { cause: error });
      if (attempt >= attempts || !isRetryable(error)) throw error;
      const leftMs = requestDeadline()?.remainingMs() ?? Infinity;
      if (leftMs <= pauseMs) throw new Fault("TIMEOUT", undefined, { cause: error });
    }
    await sleep(pauseMs);
  }
}

async function attemptOnce<Result>(database: Database, work: Work<Result>): Promise<Result> {
  const connection = await database.pool.getConnection();
  const watch = watchConnection(connection);
  let workError: unknown = null;
  let done: { value: Result; transaction: Transaction };
  try {
    done = await drizzle({ client: watch.connection }).transaction(async (transaction) => {
      try {
        const value = await work(transaction, watch.connection);
        watch.throwIfSpoiled();
        return { value, transaction };
      } catch (error) {
        workError = error;
        throw error;
      }
    });
  } catch (error) {
    // Another error than the work's comes from BEGIN, COMMIT or ROLLBACK: nobody knows what state the connection is in.
    if (error === workError) connection.release();
    else connection.destroy();
    throw workError ?? watch.lastError() ?? error;
  }
  connection.release();
  notifyCommitted(done.transaction);
  return done.value;
}

/**
 * After a deadlock the server has rolled back already: were the work to swallow the error and go on, what follows would
 * commit statement by statement. After a statement that took too long it would commit without that one. So from then on
 * every statement is refused with that error.
 */
function watchConnection(connection: PoolConnection) {
  let spoiledBy: Error | null = null;
  let lastError: unknown = null;
  const throwIfSpoiled = (): void => {
    if (spoiledBy !== null) throw spoiledBy;
  };
  const watch = (method: "query" | "execute") => {
    const send = connection[method];
    return async (...parameters: unknown[]): Promise<unknown> => {
      if (isRollback(parameters[0])) return Reflect.apply(send, connection, parameters);
      throwIfSpoiled();
      try {
        return await Reflect.apply(send, connection, parameters);
      } catch (error) {
        lastError = error;
        const isSpoiled = isRolledBackByServer(error) || isStatementTimeout(error);
        if (isSpoiled && error instanceof Error) spoiledBy = error;
        throw error;
      }
    };
  };
  const watched = Object.create(connection, {
    query: { value: watch("query") },
    execute: { value: watch("execute") },
  }) as PoolConnection;
  return { connection: watched, throwIfSpoiled, lastError: () => lastError };
}

/** drizzle passes options, not text. */
function isRollback(statement: unknown): boolean {
  return (
    typeof statement === "object" &&
    statement !== null &&
    "sql" in statement &&
    statement.sql === "rollback"
  );
}

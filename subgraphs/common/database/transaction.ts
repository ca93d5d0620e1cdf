import { drizzle } from "drizzle-orm/mysql2";
import type { PoolConnection } from "mysql2/promise";
import { setTimeout as sleep } from "node:timers/promises";
import { fullJitterMs } from "../random";
import { notifyCommitted } from "./afterCommit";
import { isRetryable, isRolledBackByServer } from "./errors";
import type { Database, StatementExecutor, Transaction } from "./pool";

export interface TransactionOptions {
  /** Times the work is done at most, default 8. */
  readonly attempts?: number;
  /** Stops further attempts, e.g. `deadline.signal`. The attempt under way ends by itself. */
  readonly signal?: AbortSignal;
}

/** `statements` sends on the transaction's own connection, for what is prepared by hand. */
type Work<Result> = (transaction: Transaction, statements: StatementExecutor) => Promise<Result>;

/**
 * Does the work in one READ COMMITTED transaction. When the server reports a deadlock, a lock wait timeout or a
 * changed record, all of it is rolled back and done again: the work must have no effect outside the database.
 * The error thrown is the first one of the attempt, also when the connection died and the rollback failed after it.
 * When the connection dies at COMMIT the outcome is unknown and is not retried: read back by key.
 */
export async function inTransaction<Result>(
  database: Database,
  work: Work<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  const attempts = options.attempts ?? 8;
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(database, work);
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error) || options.signal?.aborted === true)
        throw error;
    }
    await sleep(fullJitterMs(attempt, 4, 200));
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
        watch.throwIfRolledBack();
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
 * After a deadlock the server has rolled back already. Were the work to swallow the error and go on, what follows
 * would commit statement by statement; so from then on every statement is refused with that error.
 */
function watchConnection(connection: PoolConnection) {
  let rolledBackBy: Error | null = null;
  let lastError: unknown = null;
  const throwIfRolledBack = (): void => {
    if (rolledBackBy !== null) throw rolledBackBy;
  };
  const watch = (method: "query" | "execute") => {
    const send = connection[method];
    return async (...parameters: unknown[]): Promise<unknown> => {
      if (isRollback(parameters[0])) return Reflect.apply(send, connection, parameters);
      throwIfRolledBack();
      try {
        return await Reflect.apply(send, connection, parameters);
      } catch (error) {
        lastError = error;
        if (isRolledBackByServer(error) && error instanceof Error) rolledBackBy = error;
        throw error;
      }
    };
  };
  const watched = Object.create(connection, {
    query: { value: watch("query") },
    execute: { value: watch("execute") },
  }) as PoolConnection;
  return { connection: watched, throwIfRolledBack, lastError: () => lastError };
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

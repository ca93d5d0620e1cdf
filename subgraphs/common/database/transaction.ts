import { MySqlDialect } from "drizzle-orm/mysql-core";
import { MySql2Session, MySql2Transaction } from "drizzle-orm/mysql2";
import type { PoolConnection } from "mysql2/promise";
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "../errors";
import { fullJitterMs } from "../random";
import { notifyCommitted } from "./afterCommit";
import { isRetryable, isRolledBackByServer, isStatementTimeout } from "./errors";
import { rememberClient } from "./client";
import type {
  Database,
  DatabaseExecutor,
  NoRelations,
  StatementExecutor,
  Transaction,
} from "./pool";
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
  return retryWhole(() => attemptOnce(database, work), options);
}

/**
 * Sends one statement that needs no transaction around it: the server commits it by itself, which saves two round trips.
 * Retries and errors are those of `inTransaction`.
 */
export function inOneStatement<Result>(
  database: Database,
  send: (executor: DatabaseExecutor) => Promise<Result>,
): Promise<Result> {
  return retryWhole(() => send(database.drizzle), {});
}

async function retryWhole<Result>(
  attemptWhole: () => Promise<Result>,
  { attempts = 8 }: TransactionOptions,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const pauseMs = fullJitterMs(attempt, 4, 200);
    try {
      return await attemptWhole();
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
  const transaction = transactionOn(watch.connection);
  await sendOrDestroy(connection, "begin");
  let value: Result;
  try {
    value = await work(transaction, watch.connection);
    watch.throwIfSpoiled();
  } catch (error) {
    // What the work met is the news, not that the connection it broke cannot roll back any more.
    await sendOrDestroy(connection, "rollback").then(
      () => connection.release(),
      () => undefined,
    );
    throw error;
  }
  await sendOrDestroy(connection, "commit");
  connection.release();
  notifyCommitted(transaction);
  return value;
}

const dialect = new MySqlDialect();

/** As drizzle's own `transaction` makes it, less what that builds anew each time: `begin` and `commit` take a tenth of it. */
function transactionOn(connection: PoolConnection): Transaction {
  const session = new MySql2Session<NoRelations, NoRelations>(connection, dialect, undefined, {
    mode: "default",
  });
  const transaction: Transaction = new MySql2Transaction(dialect, session, undefined, 0, "default");
  rememberClient(transaction, connection);
  return transaction;
}

/** When this fails nobody knows what state the connection is in. */
async function sendOrDestroy(
  connection: PoolConnection,
  statement: "begin" | "commit" | "rollback",
): Promise<void> {
  try {
    await connection.query(statement);
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

/**
 * After a deadlock the server has rolled back already: were the work to swallow the error and go on, what follows would
 * commit statement by statement. After a statement that took too long it would commit without that one. So from then on
 * every statement is refused with that error.
 */
function watchConnection(connection: PoolConnection) {
  let spoiledBy: Error | null = null;
  const throwIfSpoiled = (): void => {
    if (spoiledBy !== null) throw spoiledBy;
  };
  const watch = (method: "query" | "execute") => {
    const send = connection[method];
    return async (...parameters: unknown[]): Promise<unknown> => {
      throwIfSpoiled();
      try {
        return await Reflect.apply(send, connection, parameters);
      } catch (error) {
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
  return { connection: watched, throwIfSpoiled };
}

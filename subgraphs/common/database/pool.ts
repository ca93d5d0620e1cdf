import { drizzle, type MySql2Database } from "drizzle-orm/mysql2";
import type {
  MySql2PreparedQueryHKT,
  MySql2QueryResultHKT,
  MySql2Transaction,
} from "drizzle-orm/mysql2/session";
import type { MySqlDatabase } from "drizzle-orm/mysql-core";
import type { ExtractTablesWithRelations } from "drizzle-orm/relations";
import { createPool, type PoolConnection as CorePoolConnection } from "mysql2";
import type { Pool } from "mysql2/promise";
import { limitAcquire } from "./acquire";
import { rememberClient } from "./client";
import { connectionOptions, sessionStatements } from "./connectionOptions";
import { parseDatabaseUrl } from "./databaseUrl";
import { watchStatements } from "./watchStatements";

export type NoRelations = Record<string, never>;

/** What a function of a model takes: `database.drizzle` outside a transaction, the transaction inside one. */
export type DatabaseExecutor = MySqlDatabase<
  MySql2QueryResultHKT,
  MySql2PreparedQueryHKT,
  NoRelations
>;

/** What the work of `inTransaction` gets. Functions that are only correct inside a transaction take this type. */
export type Transaction = MySql2Transaction<NoRelations, ExtractTablesWithRelations<NoRelations>>;

/** The same for statements prepared by hand: `database.pool`, or the second parameter of a transaction's work. */
export type StatementExecutor = Pick<Pool, "query" | "execute">;

/** An open pool on one database. */
export interface Database {
  /** For statements prepared by hand: `pool.execute(sql, values)`. */
  readonly pool: Pool;
  readonly drizzle: MySql2Database;
  /** Name of the database. */
  readonly name: string;
  /** Waits for the statements under way, then closes all connections. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/database`, or `mysql://user:password@localhost/database?socketPath=/path`. */
  readonly url: string;
  /** Connections of this process, default 10. */
  readonly connectionLimit?: number;
  /** How long a caller waits for a free connection before it gets a Fault UNAVAILABLE, default 2,000: a burst waits rather than fails. A request's own deadline shortens it; work without one waits five times as long. */
  readonly acquireTimeoutMs?: number;
  /**
   * How long the server lets a statement run, default 8,000: no request lasts as long, and a job's statements are small
   * batches. 0 = for ever.
   */
  readonly statementTimeoutMs?: number;
  /** Callers that may wait for a connection; the next one gets a Fault UNAVAILABLE at once. Default 500. */
  readonly queueLimit?: number;
}

/** Makes a pool; connections open on first use. Throws a DatabaseUrlError. */
export function openDatabase(options: DatabaseOptions): Database {
  const address = parseDatabaseUrl(options.url);
  const core = createPool({
    ...connectionOptions(address),
    connectionLimit: options.connectionLimit ?? 10,
    queueLimit: options.queueLimit ?? 500,
    waitForConnections: true,
  });
  const settings = sessionStatements(options.statementTimeoutMs ?? 8_000);
  core.on("connection", (connection) => prepareConnection(connection, settings));
  limitAcquire(core, options.acquireTimeoutMs ?? 2_000);
  const pool = core.promise();
  const executor = drizzle({ client: pool });
  rememberClient(executor, pool);
  return {
    pool,
    drizzle: executor,
    name: address.database,
    close: () => pool.end(),
  };
}

/** The session settings are queued ahead of the first statement of whoever asked for the connection. */
function prepareConnection(connection: CorePoolConnection, settings: readonly string[]): void {
  for (const statement of settings) {
    connection.query(statement, (error) => {
      // A connection with other settings would break promises silently; without it the pool opens another.
      if (error !== null) connection.destroy();
    });
  }
  watchStatements(connection);
}

import type { ConnectionOptions } from "mysql2";
import type { DatabaseAddress } from "./databaseUrl";

/** How every connection of the mall is made. */
export function connectionOptions(address: DatabaseAddress): ConnectionOptions {
  return {
    ...(address.socketPath === null
      ? { host: address.host, port: address.port }
      : { socketPath: address.socketPath }),
    user: address.user,
    password: address.password,
    ...(address.database === "" ? {} : { database: address.database }),
    ...(address.ssl ? { ssl: { rejectUnauthorized: true } } : {}),
    charset: "utf8mb4_bin",
    timezone: "Z",
    // Without it a bigint beyond 2^53 is rounded silently; with it, it comes as text and the column type refuses it.
    supportBigNumbers: true,
    namedPlaceholders: false,
    multipleStatements: false,
    // LRU per connection; the server's limit (16,382) is shared by all connections of all processes.
    maxPreparedStatements: 256,
    enableKeepAlive: true,
    connectTimeout: 5_000,
    // A stack for every statement sent, in case it fails, takes 4 % of a busy service; drizzle's errors have their own.
    trace: false,
  };
}

/** No transaction waits for anything but the database, so this is far above what an honest one takes. */
const IDLE_TRANSACTION_SECONDS = 30;

/**
 * Sent once on every new connection, so that any server behaves like the embedded one.
 * Lock wait: 2 s, below the 3 s that a placed order may take inline.
 * @param statementTimeoutMs see `limitStatements`.
 */
export function sessionStatements(statementTimeoutMs: number): readonly string[] {
  return [
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    `SET SESSION innodb_lock_wait_timeout = 2, time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'`,
    limitStatements(statementTimeoutMs),
    // A host that hangs inside a transaction must not hold its locks for hours. MySQL has no such limit.
    `SET SESSION time_zone = '+00:00' /*M! , idle_transaction_timeout = ${IDLE_TRANSACTION_SECONDS} */`,
  ];
}

/**
 * Sets how long the server lets a statement of this session run; 0 = for ever. MariaDB knows a limit of all statements in
 * seconds, MySQL one of SELECT alone in milliseconds, and neither knows the other's variable. So each reads its own
 * assignment and takes the other's for a comment: MariaDB skips `/*!` with a version from 50700 to 99999.
 * https://mariadb.com/kb/en/comment-syntax/
 */
export function limitStatements(ms: number): string {
  return `SET SESSION time_zone = '+00:00' /*M! , max_statement_time = ${ms / 1_000} */ /*!50708 , max_execution_time = ${ms} */`;
}

import { DrizzleQueryError } from "drizzle-orm/errors";
import { Fault } from "../errors";

/** Numbers of the server errors that the code reacts to. CHECK has one number in MariaDB and another in MySQL. */
const errnos = {
  duplicateKey: [1062],
  checkViolation: [4025, 3819],
  foreignKeyViolation: [1452, 1451],
  outOfRange: [1264, 1690],
  /** Deadlock, lock wait timeout, record changed since last read: the whole transaction may be done again. */
  retryable: [1213, 1205, 1020],
  /** Of these, the ones after which the server has rolled back the whole transaction, not one statement. */
  rolledBack: [1213, 1020],
  /** The server ended a statement that took longer than the session allows: MariaDB, MySQL. */
  statementTimeout: [1969, 3024],
  accessDenied: [1044, 1045, 1698],
} as const;

/** Client-side codes of a connection that could not be made or broke. */
const connectionCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "PROTOCOL_CONNECTION_LOST",
  "PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR",
]);

/** Server shutting down, connection killed, too many connections. */
const connectionErrnos = new Set([
  1040, 1053, 1077, 1152, 1158, 1159, 1160, 1161, 1317, 1927, 3169,
]);

/**
 * The error number the database server gave, looked up through the chain of causes; null when no server spoke.
 * Never match by name or message: they differ between servers, and a query error's message holds the parameters.
 */
export function databaseErrno(error: unknown): number | null {
  for (const link of causeChain(error)) {
    if ("errno" in link && typeof link.errno === "number" && link.errno > 0) return link.errno;
  }
  return null;
}

/** A unique or primary key refused the row. */
export function isDuplicateKey(error: unknown): boolean {
  return hasErrno(error, errnos.duplicateKey);
}

/** A CHECK constraint refused the row. */
export function isCheckViolation(error: unknown): boolean {
  return hasErrno(error, errnos.checkViolation);
}

/** A foreign key refused the row. */
export function isForeignKeyViolation(error: unknown): boolean {
  return hasErrno(error, errnos.foreignKeyViolation);
}

/** A number does not fit its column, e.g. an unsigned one would go below 0. */
export function isOutOfRange(error: unknown): boolean {
  return hasErrno(error, errnos.outOfRange);
}

/** The server rolled the statement or transaction back for reasons of concurrency; doing it again may succeed. */
export function isRetryable(error: unknown): boolean {
  return hasErrno(error, errnos.retryable);
}

/** The server has already rolled back the whole transaction: statements sent after it stand alone. */
export function isRolledBackByServer(error: unknown): boolean {
  return hasErrno(error, errnos.rolledBack);
}

/** A statement ran into the session's limit. It did nothing; the transaction around it is still open. */
export function isStatementTimeout(error: unknown): boolean {
  return hasErrno(error, errnos.statementTimeout);
}

/** The account or its password was refused. */
export function isAccessDenied(error: unknown): boolean {
  return hasErrno(error, errnos.accessDenied);
}

/** The server could not be reached or the connection broke. What the last statement did is then unknown. */
export function isConnectionLost(error: unknown): boolean {
  for (const link of causeChain(error)) {
    if ("code" in link && typeof link.code === "string" && connectionCodes.has(link.code))
      return true;
    if ("errno" in link && typeof link.errno === "number" && connectionErrnos.has(link.errno))
      return true;
    // What the driver says of a connection that had died before has neither code nor number.
    if ("fatal" in link && link.fatal === true && databaseErrno(link) === null) return true;
  }
  return false;
}

/**
 * What a failed statement is to a client: TIMEOUT when it took too long, UNAVAILABLE when the database is away or too
 * busy. Null when it is neither, which is a mistake of ours.
 */
export function databaseFault(error: unknown): Fault | null {
  // The pool refuses with a Fault; drizzle wraps it like any other failure of a statement.
  if (error instanceof DrizzleQueryError && error.cause instanceof Fault) return error.cause;
  if (isStatementTimeout(error)) return new Fault("TIMEOUT", undefined, { cause: error });
  if (isConnectionLost(error) || isRetryable(error))
    return new Fault("UNAVAILABLE", undefined, { cause: error });
  return null;
}

function hasErrno(error: unknown, numbers: readonly number[]): boolean {
  const errno = databaseErrno(error);
  return errno !== null && numbers.includes(errno);
}

function* causeChain(error: unknown): Generator<object> {
  let link = error;
  // A chain of causes may be a ring; ten links are more than any real one has.
  for (let depth = 0; depth < 10 && typeof link === "object" && link !== null; depth++) {
    yield link;
    link = "cause" in link ? link.cause : null;
  }
}

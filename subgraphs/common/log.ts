import pino, { type Logger } from "pino";

export type { Logger };

/** Keys whose values never reach a log, at the top and one level down. */
const secretKeys = [
  "password",
  "newPassword",
  "authorization",
  "accessToken",
  "refreshToken",
  "token",
  "secret",
  "cookie",
  "methodToken",
];

/** From here on a failed query's text holds its SQL and parameters: addresses, hashes, tokens. */
const QUERY_TEXT = /^Failed query:[\s\S]*$/m;

/**
 * An error for the log without what a query was sent: drizzle puts statement and parameters into message and stack of
 * its errors. The server's error number and the stack's lines stay.
 */
export function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, errno } = error as { code?: unknown; errno?: unknown };
  const lines = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return {
    type: error.name,
    message: safeMessage(error),
    ...(code === undefined ? {} : { code }),
    ...(errno === undefined ? {} : { errno }),
    stack: lines.join("\n"),
    ...(error instanceof AggregateError ? { errors: error.errors.map(serializeError) } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}

/** The server's own words may quote a value ("Duplicate entry 'somebody@…'"); its number says enough. */
function safeMessage(error: Error): string {
  if ("sqlMessage" in error) return "The database refused the statement.";
  return error.message.replace(QUERY_TEXT, "Failed query.");
}

/**
 * A structured log (JSON lines on stdout) of one service.
 * @param level a pino level; default `LOG_LEVEL`. An unknown one counts as `info`: the settings refuse it by name.
 */
export function createLog(service: string, level = process.env["LOG_LEVEL"] ?? "info"): Logger {
  return pino({
    level: level === "silent" || level in pino.levels.values ? level : "info",
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError },
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: "[redacted]" },
  });
}

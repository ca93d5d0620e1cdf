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

/**
 * A structured log (JSON lines on stdout) of one service.
 * @param level a pino level; default `LOG_LEVEL`. An unknown one counts as `info`: the settings refuse it by name.
 */
export function createLog(service: string, level = process.env["LOG_LEVEL"] ?? "info"): Logger {
  return pino({
    level: level === "silent" || level in pino.levels.values ? level : "info",
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: "[redacted]" },
  });
}

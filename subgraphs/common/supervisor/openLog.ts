import { openSync, renameSync, statSync } from "node:fs";

/** A log larger than this begins anew when its process does; the one before is kept as `<name>.1`. */
export const MAX_LOG_BYTES = 50 * 1024 * 1024;

/** Opens a log to append to it, and answers its descriptor. Throws what the system says. */
export function openLog(file: string, maxBytes: number = MAX_LOG_BYTES): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxBytes) renameSync(file, `${file}.1`);
  return openSync(file, "a");
}

/** The last moment a `datetime` column holds; the server refuses to compare with a later one. */
const LAST_INSTANT_MS = Date.UTC(9999, 11, 31);

/** Whether a number can be a stored moment, in milliseconds since 1970. */
export function isStorableInstant(ms: number): boolean {
  return Number.isSafeInteger(ms) && ms >= 0 && ms <= LAST_INSTANT_MS;
}

/**
 * JSON text that is equal for equal values: keys sorted, no spaces, absent and `undefined` members alike.
 * For hashes and signatures; it throws a TypeError on what JSON cannot hold (bigint, cycles).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sortMembers) ?? "null";
}

function sortMembers(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  // fromEntries defines own members, so that a key `__proto__` stays data.
  return Object.fromEntries(
    Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}

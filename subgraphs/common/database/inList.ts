/**
 * The values padded to the next power of two by repeating the last one. Each length of an IN list is a prepared
 * statement of its own; padded, lists of up to 1,000 values need eleven. Empty stays empty: `IN ()` is no SQL.
 */
export function padInList<Value>(values: readonly Value[]): Value[] {
  const last = values.at(-1);
  if (last === undefined) return [];
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return [...values, ...Array<Value>(length - values.length).fill(last)];
}

/** `?, ?, ?` for as many values. */
export function placeholders(count: number): string {
  return Array<string>(count).fill("?").join(", ");
}

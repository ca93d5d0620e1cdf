import { fault } from "../errors";

export type CursorValue = string | number;

/** An opaque keyset cursor over the sort values of a row. */
export function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/**
 * The sort values in a cursor, or null when there is none.
 * @param kinds the kind of each value in order; anything else is refused with BAD_REQUEST.
 */
export function decodeCursor(
  cursor: string | null | undefined,
  kinds: readonly ("string" | "number")[],
): readonly CursorValue[] | null {
  if (cursor == null) return null;
  const values = parseJson(Buffer.from(cursor, "base64url").toString("utf8"));
  const valid =
    Array.isArray(values) &&
    values.length === kinds.length &&
    values.every((value, index) => typeof value === kinds[index]);
  if (!valid) fault("BAD_REQUEST", "The cursor in `after` is not one of ours.");
  return values as readonly CursorValue[];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is answered like any other foreign cursor: by the caller's check.
    return null;
  }
}

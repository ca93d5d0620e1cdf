import { customType, datetime } from "drizzle-orm/mysql-core";
import { formatId, parseId } from "../ids";

/** An id: `binary(16)` in the database, lower-case UUID text in the code. Anything else throws a RangeError. */
export const uuid = customType<{ data: string; driverData: Buffer }>({
  dataType: () => "binary(16)",
  toDriver: parseId,
  fromDriver: formatId,
});

/**
 * Minor units of a currency: `bigint` in the database, a safe integer in the code.
 * A value outside ±(2^53 − 1) throws a RangeError in both directions instead of being rounded.
 */
export const amountMinor = customType<{ data: number; driverData: number | string }>({
  dataType: () => "bigint",
  toDriver: safeInteger,
  fromDriver: safeInteger,
});

/** A moment: UTC `datetime(3)` in the database, a Date (milliseconds) in the code. */
export function timestampMs(name: string) {
  return datetime(name, { mode: "date", fsp: 3 });
}

/**
 * A value kept as JSON text. `longtext`, because a real JSON column comes back parsed from MySQL and as text
 * from MariaDB, and a JSON string could then not be told from a document. `json_value()` works on it in both.
 */
export function json<Value>(name: string) {
  return customType<{ data: Value; driverData: string }>({
    dataType: () => "longtext",
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (text) => JSON.parse(text) as Value,
  })(name);
}

function safeInteger(value: number | string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError("An amount is not a safe integer.");
  return number;
}

import { sql, type SQL } from "drizzle-orm";

/** The database's own clock (UTC, milliseconds): the one clock on which all instances agree. */
export function databaseNow(): SQL<Date> {
  return sql`utc_timestamp(3)`;
}

/** So many milliseconds after `databaseNow()`; negative: before. */
export function databaseTimeIn(ms: number): SQL<Date> {
  return sql`timestampadd(microsecond, ${Math.round(ms * 1_000)}, utc_timestamp(3))`;
}

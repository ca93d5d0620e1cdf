import type { MallSources, Source } from "./invariant";
import { query } from "./query";

interface Moment {
  readonly at: Date | null;
}

/** The moment on the clock of a database's server. */
export async function databaseTime(source: Source): Promise<Date> {
  const [now] = await query<Moment>(source, "SELECT utc_timestamp(3) AS at");
  if (!now?.at) throw new Error("The database does not tell the time.");
  return now.at;
}

/** When anything last happened to an order or a payment of this mall; null while nothing ever has. */
export async function lastChange({ order, pay }: MallSources): Promise<Date | null> {
  const moments = await Promise.all([
    query<Moment>(order, "SELECT max(updated_at) AS at FROM orders"),
    query<Moment>(order, "SELECT max(occurred_at) AS at FROM outbox"),
    query<Moment>(order, "SELECT max(created_at) AS at FROM saga"),
    query<Moment>(pay, "SELECT max(updated_at) AS at FROM payment"),
    query<Moment>(pay, "SELECT max(occurred_at) AS at FROM outbox"),
  ]);
  const times = moments.flat().flatMap(({ at }) => (at === null ? [] : [at.getTime()]));
  return times.length === 0 ? null : new Date(Math.max(...times));
}

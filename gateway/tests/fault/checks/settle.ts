import type { RowDataPacket } from "mysql2/promise";
import { until } from "@micro-shop/common/testing/until";
import type { FaultMall } from "../mall/faultMall";

/** A saga's deadline and the minute it may take beyond, once faults have stopped (I8). */
const SETTLE_LIMIT_MS = 95_000;

/** What is still under way: zero of everything when the mall has settled. */
const questions = {
  sagas: "SELECT count(*) AS n FROM {order}.saga WHERE status IN ('RUNNING', 'UNDOING')",
  orderEvents: "SELECT count(*) AS n FROM {order}.outbox WHERE published_at IS NULL",
  payEvents: "SELECT count(*) AS n FROM {pay}.outbox WHERE published_at IS NULL",
  attempts: "SELECT count(*) AS n FROM {pay}.payment_attempt WHERE status = 'IN_FLIGHT' AND id > ?",
} as const;

/** Waits until sagas, events and payments have come to rest; how long that took. Throws with what is left over. */
export async function awaitSettled(faultMall: FaultMall, since: Buffer): Promise<number> {
  const start = performance.now();
  let open: Record<string, number> = {};
  await until(
    "the mall settles",
    async () => {
      if (!faultMall.isWhole()) return false;
      open = await countOpen(faultMall, since);
      return Object.values(open).every((count) => count === 0);
    },
    SETTLE_LIMIT_MS,
  ).catch((error: unknown) => {
    throw new Error(`The mall does not settle: ${JSON.stringify(open)}`, { cause: error });
  });
  return performance.now() - start;
}

async function countOpen(
  { database, mall }: FaultMall,
  since: Buffer,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [name, question] of Object.entries(questions)) {
    const [rows] = await database.pool.query<RowDataPacket[]>(named(question, mall.prefix), [
      since,
    ]);
    counts[name] = Number(rows[0]?.["n"]);
  }
  return counts;
}

/** Puts the names of this mall's databases into a statement: `{order}`. */
export function named(statement: string, prefix: string): string {
  return statement.replaceAll(/\{(\w+)\}/g, (_, name: string) => `\`${prefix}${name}\``);
}

import type { Transaction } from "@micro-shop/common/database/pool";
import { and, asc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { orders } from "./tables";

export interface ExpiryClaim {
  readonly now: Date;
  /** An order that was looked at is left out for half of how long it was overdue then, within these bounds. */
  readonly pauseSeconds: { readonly least: number; readonly most: number };
  readonly limit: number;
}

/**
 * Takes unpaid orders whose time is over, those that wait longest first, and notes that they were looked at; orders that
 * somebody else is changing are left for the next time. Two statements.
 */
export async function claimExpired(
  transaction: Transaction,
  { now, pauseSeconds, limit }: ExpiryClaim,
): Promise<readonly string[]> {
  const overdue = sql`timestampdiff(second, ${orders.expiresAt}, ${orders.expiryCheckedAt})`;
  const pause = sql`least(greatest(${overdue} / 2, ${pauseSeconds.least}), ${pauseSeconds.most})`;
  const rows = await transaction
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.status, "PENDING_PAYMENT"),
        lte(orders.expiresAt, now),
        or(
          isNull(orders.expiryCheckedAt),
          sql`timestampdiff(second, ${orders.expiryCheckedAt}, ${sql.param(now, orders.expiresAt)}) >= ${pause}`,
        ),
      ),
    )
    .orderBy(asc(orders.expiresAt))
    .limit(limit)
    .for("update", { skipLocked: true });
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return ids;
  // No change of the order: its version stays, so nobody's compare-and-set fails by it.
  await transaction.update(orders).set({ expiryCheckedAt: now }).where(inArray(orders.id, ids));
  return ids;
}

import type { Transaction } from "@micro-shop/common/database/pool";
import { and, asc, eq, inArray, isNull, lte, or } from "drizzle-orm";
import { orders } from "./tables";

export interface ExpiryClaim {
  readonly now: Date;
  /** Orders looked at since then are left out. */
  readonly checkedBefore: Date;
  readonly limit: number;
}

/**
 * Takes unpaid orders whose time is over, those that wait longest first, and notes that they were looked at; orders that
 * somebody else is changing are left for the next time. Two statements.
 */
export async function claimExpired(
  transaction: Transaction,
  { now, checkedBefore, limit }: ExpiryClaim,
): Promise<readonly string[]> {
  const rows = await transaction
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.status, "PENDING_PAYMENT"),
        lte(orders.expiresAt, now),
        or(isNull(orders.expiryCheckedAt), lte(orders.expiryCheckedAt, checkedBefore)),
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

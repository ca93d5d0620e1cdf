import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import type { Currency } from "@micro-shop/common/money";
import { and, asc, eq, getTableColumns, inArray } from "drizzle-orm";
import { orders, priceChanges } from "./tables";

export type PriceChangeRow = typeof priceChanges.$inferSelect;

/** With the currency of its order. */
export interface PricedChangeRow extends PriceChangeRow {
  readonly currency: Currency;
}

export async function insertPriceChange(
  transaction: Transaction,
  change: typeof priceChanges.$inferInsert,
): Promise<void> {
  await transaction.insert(priceChanges).values(change);
}

export async function findPriceChange(
  executor: DatabaseExecutor,
  id: string,
): Promise<PriceChangeRow | null> {
  const [row] = await executor.select().from(priceChanges).where(eq(priceChanges.id, id));
  return row ?? null;
}

/** The change of an order's price that is under way; it begins and ends under the order's lock. Null: there is none. */
export async function findLivePriceChange(
  executor: DatabaseExecutor,
  orderId: string,
): Promise<PriceChangeRow | null> {
  const [row] = await executor
    .select()
    .from(priceChanges)
    .where(eq(priceChanges.liveOrderId, orderId));
  return row ?? null;
}

/** PENDING → APPLIED or REFUSED; false when it is neither any more. */
export async function settlePriceChange(
  transaction: Transaction,
  id: string,
  end: Pick<PriceChangeRow, "status" | "settledAt" | "refusal">,
): Promise<boolean> {
  const [result] = await transaction
    .update(priceChanges)
    .set({ ...end, liveOrderId: null })
    .where(and(eq(priceChanges.id, id), eq(priceChanges.status, "PENDING")));
  return result.affectedRows === 1;
}

/** Price changes of orders with the currency, oldest first; one statement. */
export async function findPriceChangesOfOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<PricedChangeRow[]> {
  return executor
    .select({ ...getTableColumns(priceChanges), currency: orders.currency })
    .from(priceChanges)
    .innerJoin(orders, eq(orders.id, priceChanges.orderId))
    .where(inArray(priceChanges.orderId, padInList(orderIds)))
    .orderBy(asc(priceChanges.id));
}

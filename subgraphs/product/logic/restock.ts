import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { insertMovements } from "../model/movements";
import { addSold, sumByProduct } from "../model/soldCounts";
import { adjustUnits, type SkuQuantity } from "../model/stock";

/**
 * Puts sold units back on the shelf: units on hand and the ledger grow, the sales counts fall. The caller has noted in the
 * order's reservations that they come back, so that they come back once.
 * @param lines one a SKU, ascending by SKU.
 */
export async function restock(
  transaction: Transaction,
  { orderId, reason }: { readonly orderId: string; readonly reason: string },
  lines: readonly SkuQuantity[],
): Promise<void> {
  if (lines.length === 0) return;
  for (const { skuId, quantity } of lines) {
    if (!(await adjustUnits(transaction, { skuId, delta: quantity }))) {
      throw new Error(`SKU ${skuId} cannot hold what order ${orderId} brings back.`);
    }
  }
  const movements = lines.map(({ skuId, quantity }) => ({
    skuId,
    kind: "RESTOCK" as const,
    delta: quantity,
    reason,
    orderId,
    actorId: null,
  }));
  await insertMovements(transaction, movements, clock.now());
  const sold = await sumByProduct(transaction, lines);
  await addSold(
    transaction,
    sold.map(({ productId, quantity }) => ({ productId, quantity: -quantity })),
  );
}

import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import type { EventPayload } from "@micro-shop/common/events";
import { insertMovements } from "../model/movements";
import { findOrderReservation, restockReservation } from "../model/reservations";
import { addSold, sumByProduct } from "../model/soldCounts";
import { adjustUnits, type SkuQuantity } from "../model/stock";
import { sumLines } from "./sumLines";

/**
 * Puts the goods of a return back on the shelf: units on hand and the ledger grow, the sales counts fall. Never more of a
 * SKU than the order has bought of it and not brought back: what exceeds that is answered and left alone.
 * Throws while the sale itself has not been noted here: its event is still under way, and this one comes again after it.
 */
export async function restockReturn(
  transaction: Transaction,
  { orderId, lines }: EventPayload<"stock.returned">,
): Promise<readonly SkuQuantity[]> {
  const restocked: SkuQuantity[] = [];
  const refused: SkuQuantity[] = [];
  for (const line of sumLines(lines)) {
    const isRestocked = await restockLine(transaction, orderId, line);
    (isRestocked ? restocked : refused).push(line);
  }
  const movements = restocked.map(({ skuId, quantity }) => ({
    skuId,
    kind: "RESTOCK" as const,
    delta: quantity,
    reason: "Returned",
    orderId,
    actorId: null,
  }));
  await insertMovements(transaction, movements, clock.now());
  if (restocked.length > 0) {
    const sold = await sumByProduct(transaction, restocked);
    await addSold(
      transaction,
      sold.map(({ productId, quantity }) => ({ productId, quantity: -quantity })),
    );
  }
  return refused;
}

async function restockLine(
  transaction: Transaction,
  orderId: string,
  line: SkuQuantity,
): Promise<boolean> {
  if (!(await restockReservation(transaction, orderId, line))) {
    const reservation = await findOrderReservation(transaction, orderId, line.skuId);
    if (reservation?.status !== "RESERVED") return false;
    throw new Error(`The sale of order ${orderId} has not been noted yet.`);
  }
  const { skuId, quantity } = line;
  if (!(await adjustUnits(transaction, { skuId, delta: quantity }))) {
    throw new Error(`SKU ${skuId} cannot hold what order ${orderId} brings back.`);
  }
  return true;
}

import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { insertMovements } from "../model/movements";
import { hasCommitted, settleOrderReservations } from "../model/reservations";
import { addSold, sumByProduct } from "../model/soldCounts";
import { commitUnits } from "../model/stock";

/**
 * Turns what a paid order holds into a sale: units leave the house, the ledger and the sales counts grow.
 * Answers whether the order has bought: a second call changes nothing, nor does one after its units were given back.
 */
export async function commitStock(transaction: Transaction, orderId: string): Promise<boolean> {
  const now = clock.now();
  const lines = await settleOrderReservations(transaction, orderId, { status: "COMMITTED", now });
  if (lines.length === 0) return hasCommitted(transaction, orderId);
  if (!(await commitUnits(transaction, lines))) {
    throw new Error(`Less is reserved of a SKU than order ${orderId} holds.`);
  }
  const movements = lines.map(({ skuId, quantity }) => ({
    skuId,
    kind: "COMMIT" as const,
    delta: -quantity,
    reason: "Sold",
    orderId,
    actorId: null,
  }));
  await insertMovements(transaction, movements, now);
  await addSold(transaction, await sumByProduct(transaction, lines));
  return true;
}

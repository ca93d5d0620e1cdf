import type { Transaction } from "@micro-shop/common/database/pool";
import type { EventPayload } from "@micro-shop/common/events";
import { NotYet } from "@micro-shop/common/messaging/notYet";
import { findOrderReservation, restockReservation } from "../model/reservations";
import type { SkuQuantity } from "../model/stock";
import { restock } from "./restock";
import { sumLines } from "./sumLines";

/**
 * Puts the goods of a return back on the shelf. Never more of a SKU than the order has bought of it and not brought back:
 * what exceeds that is answered and left alone.
 * Throws while the sale itself has not been noted here: its event is still under way, and this one comes again after it.
 */
export async function restockReturn(
  transaction: Transaction,
  { orderId, lines }: EventPayload<"stock.returned">,
): Promise<readonly SkuQuantity[]> {
  const restocked: SkuQuantity[] = [];
  const refused: SkuQuantity[] = [];
  for (const line of sumLines(lines)) {
    const comesBack = await comeBack(transaction, orderId, line);
    (comesBack ? restocked : refused).push(line);
  }
  await restock(transaction, { orderId, reason: "Returned" }, restocked);
  return refused;
}

async function comeBack(
  transaction: Transaction,
  orderId: string,
  line: SkuQuantity,
): Promise<boolean> {
  if (await restockReservation(transaction, orderId, line)) return true;
  const reservation = await findOrderReservation(transaction, orderId, line.skuId);
  if (reservation?.status !== "RESERVED") return false;
  throw new NotYet(`The sale of order ${orderId} has not been noted yet.`);
}

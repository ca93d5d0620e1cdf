import type { Transaction } from "@micro-shop/common/database/pool";
import { restockReservations } from "../model/reservations";
import { releaseOrderStock } from "./releaseStock";
import { restock } from "./restock";

/**
 * Gives back all that an order has of the stock, once: what it holds becomes free, what it has bought comes back on the
 * shelf. A reservation or a sale of it that comes later finds nothing.
 */
export async function closeOrderStock(transaction: Transaction, orderId: string): Promise<void> {
  await releaseOrderStock(transaction, orderId);
  const lines = await restockReservations(transaction, orderId);
  await restock(transaction, { orderId, reason: "Cancelled" }, lines);
}

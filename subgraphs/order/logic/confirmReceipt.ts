import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import type { OrderContext } from "../context";
import { findOrder, lockOrder, type OrderRow } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import { completeOrder } from "./completeOrder";

/** Why an order in this status cannot be confirmed; statuses without an entry can. */
const refusals: Readonly<Partial<Record<OrderStatus, string>>> = {
  PENDING: "The order is still being placed.",
  REJECTED: "The order was never placed.",
  PENDING_PAYMENT: "The order is not paid.",
  PAID: "Nothing of the order has been shipped.",
  PARTIALLY_SHIPPED: "Only a part of the order has been shipped.",
  CANCELLED: "The order is cancelled.",
  EXPIRED: "The order has expired.",
};

/**
 * The buyer says that all has arrived: DELIVERED → COMPLETED. A buyer may know it before the carrier tells: then what is on
 * its way is delivered by that. May be repeated. Refuses NOT_FOUND for what is not the caller's, and INVALID_STATE.
 */
export async function confirmReceipt(context: OrderContext, orderId: string): Promise<OrderRow> {
  const { database, feed, loaders } = context;
  const { id: userId } = signedInUser(context);
  await inTransaction(database, async (transaction) => {
    const order = await lockOrder(transaction, orderId);
    const path = ["input", "orderId"];
    if (order?.userId !== userId) return refuse("NOT_FOUND", "There is no such order.", { path });
    const refusal = refusals[order.status];
    if (refusal !== undefined) return refuse("INVALID_STATE", refusal, { path });
    if (order.status === "COMPLETED") return;
    await completeOrder(feed, transaction, order, "CUSTOMER");
  });
  const order = await findOrder(database.drizzle, orderId);
  if (!order) throw new Error(`Order ${orderId} is missing.`);
  loaders.shipmentsOfOrder.clear(orderId);
  loaders.eventsOfOrder.clear(orderId);
  return order;
}

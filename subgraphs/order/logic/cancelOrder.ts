import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import type { OrderContext } from "../context";
import { findOrder, type OrderRow } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import type { CancelOrderData } from "../saga/cancelOrder";
import { answerWithinMs } from "./answerWithin";

/** Why an order in this status is not cancelled; statuses without an entry are. */
const refusals: Readonly<Partial<Record<OrderStatus, string>>> = {
  PENDING: "The order is still being placed; try again in a moment.",
  REJECTED: "The order was never placed.",
  PAID: "The order is paid and cannot be cancelled here; ask the shop.",
  PARTIALLY_SHIPPED: "A part of the order has been shipped.",
  SHIPPED: "The order has been shipped.",
  DELIVERED: "The order has been delivered.",
  COMPLETED: "The order is completed.",
  EXPIRED: "The order has expired.",
};

/**
 * Cancels an unpaid order of the caller; product and marketing give back what it held when they get the event. The intent
 * is stored before anything else, so that it is carried through whatever happens to this process. Usually that is done at
 * once; while pay cannot be reached the order is answered as it is, PENDING_PAYMENT, and cancelled in the background, unless
 * it turns out to be paid. May be repeated.
 * Refuses NOT_FOUND, and INVALID_STATE for any other order or while a payment is under way.
 */
export async function cancelOrder(
  context: OrderContext,
  cancellation: CancelOrderData,
): Promise<OrderRow> {
  const order = await findCancellable(context, cancellation.orderId);
  if (order.status === "CANCELLED") return order;
  const { database, sagas, cancelling } = context;
  const saga = await inTransaction(database, (transaction) =>
    sagas.begin(transaction, cancelling, { id: newId(), data: cancellation }),
  );
  const outcome = await sagas.run(saga, answerWithinMs(context));
  if (outcome.status === "UNDONE" && outcome.refusal) throw outcome.refusal;
  return findCancellable(context, order.id);
}

/** The caller's own order, which is unpaid or cancelled already. */
async function findCancellable(context: OrderContext, orderId: string): Promise<OrderRow> {
  const user = signedInUser(context);
  const path = ["input", "orderId"];
  const order = await findOrder(context.database.drizzle, orderId);
  if (order?.userId !== user.id) {
    return refuse("NOT_FOUND", "There is no such order.", { path });
  }
  const refusal = refusals[order.status];
  return refusal === undefined ? order : refuse("INVALID_STATE", refusal, { path });
}

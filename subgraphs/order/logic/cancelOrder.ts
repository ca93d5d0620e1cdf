import { inTransaction } from "@micro-shop/common/database/transaction";
import { fault, refuse } from "@micro-shop/common/errors";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import { formatSagaKey } from "@micro-shop/common/messaging/sagaKey";
import type { OrderContext } from "../context";
import { findOrder, type OrderRow } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import { changeOrder } from "./changeOrder";

export interface Cancellation {
  readonly orderId: string;
  /** The buyer's words, for the order's history. */
  readonly reason: string | null;
}

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
 * Cancels an unpaid order of the caller at once; product and marketing give back what it held when they get the event.
 * The payment is closed first, so that a cancellation can never race a capture. May be repeated.
 * Refuses NOT_FOUND, and INVALID_STATE for any other order or while a payment is under way.
 */
export async function cancelOrder(
  context: OrderContext,
  cancellation: Cancellation,
): Promise<OrderRow> {
  let order = await findOwnOrder(context, cancellation.orderId);
  if (order.status === "CANCELLED") return order;
  refuseUnlessUnpaid(order.status);
  const outcome = await context.siblings.pay.closePayment(
    // The key of the step that made it, as the saga itself would undo it.
    { ...context, idempotencyKey: formatSagaKey({ sagaId: order.id, step: "createPayment" }) },
    order.id,
  );
  if (outcome === "IN_FLIGHT") {
    refuseState("A payment of this order is under way; try again when it has ended.");
  }
  if (outcome === "CAPTURED") refuseState("The order has just been paid.");
  while (!(await cancelUnpaid(context, order, cancellation.reason))) {
    // Somebody else changed the order after it was read: look at what it is now.
    order = await findOwnOrder(context, order.id);
    if (order.status === "CANCELLED") return order;
    refuseUnlessUnpaid(order.status);
  }
  return findOwnOrder(context, order.id);
}

function cancelUnpaid(
  { database, feed }: OrderContext,
  order: OrderRow,
  reason: string | null,
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const change = { from: order, to: "CANCELLED", actor: "CUSTOMER", note: reason } as const;
    if (!(await changeOrder(transaction, feed, change))) return false;
    await appendEvent(transaction, "order.cancelled", {
      orderId: order.id,
      couponId: order.couponId,
      reason: "BUYER",
    });
    return true;
  });
}

async function findOwnOrder(context: OrderContext, orderId: string): Promise<OrderRow> {
  const { user } = context.caller;
  if (!user) return fault("UNAUTHENTICATED");
  const order = await findOrder(context.database.drizzle, orderId);
  if (order?.userId === user.id) return order;
  return refuse("NOT_FOUND", "There is no such order.", { path: ["input", "orderId"] });
}

function refuseUnlessUnpaid(status: OrderStatus): void {
  const refusal = refusals[status];
  if (refusal !== undefined) refuseState(refusal);
}

function refuseState(message: string): never {
  return refuse("INVALID_STATE", message, { path: ["input", "orderId"] });
}

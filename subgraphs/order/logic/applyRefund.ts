import type { Transaction } from "@micro-shop/common/database/pool";
import type { DomainEvent } from "@micro-shop/common/events";
import type { Logger } from "@micro-shop/common/log";
import { NotYet } from "@micro-shop/common/messaging/notYet";
import { findOrder } from "../model/orders";
import { amendOrder } from "./changeOrder";

/**
 * Applies `refund.succeeded`: the order says how much of its payment went back. Sums only grow, so events may overtake
 * each other and come again. Throws while the order has not been told of its payment: the event then comes after that.
 */
export async function applyRefund(
  { log }: { readonly log: Logger },
  transaction: Transaction,
  { payload }: DomainEvent<"refund.succeeded">,
): Promise<void> {
  for (;;) {
    const order = await findOrder(transaction, payload.orderId);
    if (!order || (order.paymentId !== null && order.paymentId !== payload.paymentId)) {
      log.error({ refund: payload }, "a refund fits no order");
      return;
    }
    if (order.paymentStatus === "UNPAID") throw new NotYet(`Order ${order.id} is not paid yet.`);
    const refundedMinor = Math.min(payload.refundedMinor, order.totalMinor);
    if (refundedMinor <= order.refundedMinor) return;
    // Not the order's total: of a payment that did not pay it, another amount came.
    const isWhole = payload.refundedMinor >= payload.capturedMinor;
    const paymentStatus = isWhole ? "REFUNDED" : "PARTIALLY_REFUNDED";
    if (await amendOrder(transaction, order, { refundedMinor, paymentStatus })) return;
    // Somebody else changed the order after it was read: look at what it is now.
  }
}

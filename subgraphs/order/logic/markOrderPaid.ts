import type { Transaction } from "@micro-shop/common/database/pool";
import type { DomainEvent, EventPayload } from "@micro-shop/common/events";
import type { Logger } from "@micro-shop/common/log";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import { findLinesOfOrders } from "../model/orderLines";
import { findOrder, type OrderRow } from "../model/orders";
import { changeOrder } from "./changeOrder";
import type { OrderFeed } from "./orderFeed";

/** What handling an event needs beside its transaction. */
export interface PaidOrderTools {
  readonly feed: Pick<OrderFeed, "wake">;
  readonly log: Logger;
}

/**
 * Applies `payment.captured`: PENDING_PAYMENT → PAID with its event and `order.paid`, in one transaction. An order that
 * is paid already stays as it is. Throws while the order is still being placed: the event then comes again.
 */
export async function markOrderPaid(
  tools: PaidOrderTools,
  transaction: Transaction,
  { payload }: DomainEvent<"payment.captured">,
): Promise<void> {
  for (;;) {
    const order = await findOrder(transaction, payload.orderId);
    if (order?.status === "PENDING") throw new Error(`Order ${order.id} is still being placed.`);
    if (order?.status !== "PENDING_PAYMENT" || !isWhole(order, payload)) {
      // A repeat of pay's own event is the usual case; anything else is money nobody ordered for.
      if (order?.paymentId !== payload.paymentId || order.paidAt === null) {
        tools.log.error({ payment: payload, status: order?.status }, "a payment fits no order");
      }
      return;
    }
    if (await becomePaid(tools, transaction, { order, payload })) return;
    // Somebody else changed the order after it was read: look at what it is now.
  }
}

/** Only its total pays an order: pay creates the payment over it and captures nothing else. */
function isWhole(order: OrderRow, payload: EventPayload<"payment.captured">): boolean {
  return order.totalMinor === payload.amountMinor && order.currency === payload.currency;
}

interface CapturedOrder {
  readonly order: OrderRow;
  readonly payload: EventPayload<"payment.captured">;
}

async function becomePaid(
  { feed }: PaidOrderTools,
  transaction: Transaction,
  { order, payload }: CapturedOrder,
): Promise<boolean> {
  const paidAt = new Date(payload.capturedAt);
  const isPaid = await changeOrder(transaction, feed, {
    from: order,
    to: "PAID",
    actor: "SYSTEM",
    changes: { paymentStatus: "PAID", paymentId: payload.paymentId, paidAt },
  });
  if (!isPaid) return false;
  const lines = await findLinesOfOrders(transaction, [order.id]);
  await appendEvent(transaction, "order.paid", {
    orderId: order.id,
    userId: order.userId,
    lines: lines.map(({ skuId, quantity }) => ({ skuId, quantity })),
    couponId: order.couponId,
    totalMinor: order.totalMinor,
    currency: order.currency,
    paidAt: paidAt.toISOString(),
  });
  return true;
}

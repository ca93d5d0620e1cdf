import type { Transaction } from "@micro-shop/common/database/pool";
import type { DomainEvent, EventPayload } from "@micro-shop/common/events";
import type { Logger } from "@micro-shop/common/log";
import { NotYet } from "@micro-shop/common/messaging/notYet";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import { findLinesOfOrders } from "../model/orderLines";
import { findOrder, lockOrder, type OrderRow } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import { findLivePriceChange } from "../model/priceChanges";
import { amendOrder, changeOrder } from "./changeOrder";
import type { OrderFeed } from "./orderFeed";

/** What handling an event needs beside its transaction. */
export interface PaidOrderTools {
  readonly feed: Pick<OrderFeed, "wake">;
  readonly log: Logger;
}

/** An order that can no longer take money. */
const ended: ReadonlySet<OrderStatus> = new Set(["CANCELLED", "EXPIRED", "REJECTED"]);

/**
 * Applies `payment.captured`: PENDING_PAYMENT → PAID with its event and `order.paid`, in one transaction. The money of an
 * order that has ended meanwhile goes back, which `refund.due` tells pay. An order that is paid already stays as it is.
 * Throws while the order is still being placed or given another price: the event then comes again.
 */
export async function markOrderPaid(
  tools: PaidOrderTools,
  transaction: Transaction,
  { payload }: DomainEvent<"payment.captured">,
): Promise<void> {
  for (;;) {
    const order = await findSettled(transaction, payload);
    if (order?.status === "PENDING") throw new NotYet(`Order ${order.id} is still being placed.`);
    // A repeat of pay's own event.
    if (order?.paymentId === payload.paymentId && order.paymentStatus !== "UNPAID") return;
    const capture = order && captureOf(order, payload);
    if (!capture) {
      tools.log.error({ payment: payload, status: order?.status }, "a payment fits no order");
      return;
    }
    if (await capture(tools, transaction, { order, payload })) return;
    // Somebody else changed the order after it was read: look at what it is now.
  }
}

/**
 * The order as the payment is to be judged by. Of another total, its price may just be changing: pay has the new amount
 * first, and the order, whatever became of it meanwhile, takes the price on soon.
 */
async function findSettled(
  transaction: Transaction,
  payload: EventPayload<"payment.captured">,
): Promise<OrderRow | null> {
  const order = await findOrder(transaction, payload.orderId);
  if (!order || isWhole(order, payload)) return order;
  // A change of the price begins and ends under this lock.
  const locked = await lockOrder(transaction, order.id);
  if (await findLivePriceChange(transaction, order.id)) {
    throw new Error(`The price of order ${order.id} is being changed.`);
  }
  return locked;
}

/** What a captured payment does to an order; null when it is not this order's money. */
function captureOf(order: OrderRow, payload: EventPayload<"payment.captured">) {
  if (order.status === "PENDING_PAYMENT" && isWhole(order, payload)) return becomePaid;
  return ended.has(order.status) && order.paymentStatus === "UNPAID" ? sendBack : null;
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

/** The order notes that money came, so that the way it goes back can be followed, and stays as it is otherwise. */
async function sendBack(
  _tools: PaidOrderTools,
  transaction: Transaction,
  { order, payload }: CapturedOrder,
): Promise<boolean> {
  const { orderId, paymentId, currency } = payload;
  if (!(await amendOrder(transaction, order, { paymentStatus: "PAID", paymentId }))) return false;
  await appendEvent(transaction, "refund.due", {
    orderId,
    paymentId,
    amountMinor: null,
    currency,
    key: `${paymentId}:refund:1`,
    reason: "The payment came after the order had ended.",
  });
  return true;
}

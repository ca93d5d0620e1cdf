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
 * Applies `payment.captured`: PENDING_PAYMENT → PAID with its event and `order.paid`, in one transaction. All other money
 * goes back, which `refund.due` tells pay: of an order that has ended meanwhile or is not there, and what is not the total
 * of its order, which is then cancelled, since it has no other payment. An order that is paid already stays as it is.
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
    if (capture !== becomePaid)
      tools.log.error({ payment: payload, status: order?.status }, "a payment fits no order");
    if (!capture) return oweAll(transaction, payload, "The payment belongs to no order.");
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
    throw new NotYet(`The price of order ${order.id} is being changed.`);
  }
  return locked;
}

/** What a captured payment does to an order; null when it is not this order's money. */
function captureOf(order: OrderRow, payload: EventPayload<"payment.captured">) {
  if (order.status === "PENDING_PAYMENT" && isWhole(order, payload)) return becomePaid;
  if (order.status === "PENDING_PAYMENT" && order.paymentId === payload.paymentId) return giveUp;
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
  const { paymentId } = payload;
  if (!(await amendOrder(transaction, order, { paymentStatus: "PAID", paymentId }))) return false;
  await oweAll(transaction, payload, "The payment came after the order had ended.");
  return true;
}

/** An order has one payment, and what came by it cannot pay this one: it ends, and gives back what it holds. */
async function giveUp(
  { feed }: PaidOrderTools,
  transaction: Transaction,
  { order, payload }: CapturedOrder,
): Promise<boolean> {
  const note = "Another amount was paid than was due; it goes back.";
  const isCancelled = await changeOrder(transaction, feed, {
    from: order,
    to: "CANCELLED",
    actor: "SYSTEM",
    note,
    changes: { paymentStatus: "PAID" },
  });
  if (!isCancelled) return false;
  const { id: orderId, couponId } = order;
  await appendEvent(transaction, "order.cancelled", { orderId, couponId, reason: "MISPAID" });
  await oweAll(transaction, payload, note);
  return true;
}

/** All that came by the payment is to go back, once. */
async function oweAll(
  transaction: Transaction,
  { orderId, paymentId, currency }: EventPayload<"payment.captured">,
  reason: string,
): Promise<void> {
  const key = `${paymentId}:refund:1`;
  const due = { orderId, paymentId, amountMinor: null, currency, key, reason };
  await appendEvent(transaction, "refund.due", due);
}

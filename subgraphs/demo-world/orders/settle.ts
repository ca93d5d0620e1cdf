import { SECOND_MS, after } from "../core/time";
import type { DemoCoupon, DemoFlashTicket } from "../types/marketing";
import type { DemoOrder } from "../types/orders";

/** A paid or unpaid order that still holds what it took; the others have given it back. */
export const isLive = (order: DemoOrder): boolean =>
  order.status !== "REJECTED" && order.status !== "CANCELLED" && order.status !== "EXPIRED";

/** The coupon as its order left it: HELD while unpaid, USED once paid, back in the wallet when given up. */
export function settleCoupon(coupon: DemoCoupon, order: DemoOrder, now: Date): DemoCoupon {
  if (!isLive(order)) {
    return { ...coupon, status: coupon.expiresAt > now ? "UNUSED" : "EXPIRED" };
  }
  return {
    ...coupon,
    status: order.paidAt ? "USED" : "HELD",
    orderId: order.id,
    heldAt: order.createdAt,
    usedAt: order.paidAt && after(order.paidAt, SECOND_MS),
  };
}

/** The ticket as its order left it. */
export function settleTicket(ticket: DemoFlashTicket, order: DemoOrder): DemoFlashTicket {
  const taken = order.paidAt ? "PAID" : "ORDERED";
  return {
    ...ticket,
    orderId: order.id,
    status: isLive(order) ? taken : "RETURNED",
    // An unpaid order keeps its ticket for as long as it may be paid.
    expiresAt:
      order.status === "PENDING_PAYMENT" && order.expiresAt ? order.expiresAt : ticket.expiresAt,
  };
}

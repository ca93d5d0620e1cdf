import type { IdMaker } from "../core/ids";
import { MINUTE_MS, SECOND_MS, after, before } from "../core/time";
import type { OrderOutcome } from "../orders/outcomes";
import type { DemoOrder } from "../types/orders";
import type { DemoPaymentAttempt } from "../types/payments";

/** One captured attempt for a paid order, one declined where the outcome says so, else none. */
export function createAttempts(
  order: DemoOrder,
  outcome: OrderOutcome,
  newId: IdMaker,
): DemoPaymentAttempt[] {
  const isDeclined = outcome === "AWAITING_AFTER_DECLINE";
  if (!order.paidAt && !isDeclined) return [];
  // The order hears of a capture a second after it happened.
  const settledAt = order.paidAt
    ? before(order.paidAt, SECOND_MS)
    : after(order.updatedAt, 2 * MINUTE_MS);
  const createdAt = before(settledAt, 3 * SECOND_MS);
  return [
    {
      id: newId(createdAt),
      number: 1,
      provider: "SANDBOX",
      methodToken: isDeclined ? "tok_decline" : "tok_approve",
      providerReference: `sandbox_demo_${order.orderNo}_1`,
      idempotencyKey: `demo-pay-${order.orderNo}-1`,
      status: isDeclined ? "DECLINED" : "CAPTURED",
      declineCode: isDeclined ? "CARD_DECLINED" : null,
      createdAt,
      settledAt,
    },
  ];
}

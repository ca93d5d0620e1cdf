import type { IdMaker } from "../core/ids";
import { percentOfMinor } from "../core/money";
import { HOUR_MS, MINUTE_MS, after, before } from "../core/time";
import type { OrderOutcome } from "../orders/outcomes";
import type { People } from "../people/people";
import type { DemoOrder } from "../types/orders";
import type { DemoRefund } from "../types/payments";

interface RefundRule {
  /** Share of the total. */
  readonly percent: number;
  readonly status: DemoRefund["status"];
  readonly reason: string;
}

const refundRules: Partial<Readonly<Record<OrderOutcome, RefundRule>>> = {
  CANCELLED_REFUNDED: { percent: 100, status: "SUCCEEDED", reason: "The order was cancelled." },
  PARTIALLY_REFUNDED: {
    percent: 20,
    status: "SUCCEEDED",
    reason: "One item arrived with a scratch; the buyer keeps it.",
  },
  REFUND_REQUESTED: { percent: 30, status: "REQUESTED", reason: "The parcel arrived wet." },
  REFUND_REJECTED: {
    percent: 50,
    status: "REJECTED",
    reason: "The buyer says it is the wrong color.",
  },
};

/** At most one refund an order: by the system for a cancelled one, else asked for by support and decided by finance. */
export function createRefunds(
  order: DemoOrder,
  outcome: OrderOutcome,
  people: People,
  newId: IdMaker,
): DemoRefund[] {
  const rule = refundRules[outcome];
  if (!rule) return [];
  const isBySystem = outcome === "CANCELLED_REFUNDED";
  // The money goes back before the order says CANCELLED, and after the parcel came for all others.
  const createdAt = isBySystem
    ? before(order.updatedAt, 5 * MINUTE_MS)
    : after(order.updatedAt, HOUR_MS);
  const isDecided = rule.status !== "REQUESTED";
  return [
    {
      id: newId(createdAt),
      amountMinor: percentOfMinor(order.totalMinor, rule.percent),
      currency: "USD",
      status: rule.status,
      reason: rule.reason,
      idempotencyKey: isBySystem ? `${order.paymentId}:refund:1` : `demo-refund-${order.orderNo}`,
      providerReference:
        rule.status === "SUCCEEDED" ? `sandbox_demo_refund_${order.orderNo}_1` : null,
      requestedBy: isBySystem ? null : people.staff.id,
      decidedBy: isDecided && !isBySystem ? people.finance.id : null,
      createdAt,
      settledAt: isDecided ? after(createdAt, 2 * MINUTE_MS) : null,
    },
  ];
}

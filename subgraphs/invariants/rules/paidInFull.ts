import { compare, lookUpIn } from "../compare";
import type { Invariant } from "../invariant";
import { reportRows } from "../query";
import { isLive, isPaid } from "./orderStatuses";

const REFUND_DOCUMENTS = `
  SELECT p.id AS paymentId,
    concat('refunded ', p.refunded_minor, ', but its refunds sum to ', coalesce(r.refunded, 0)) AS detail
  FROM payment p
  LEFT JOIN (
    SELECT payment_id, sum(amount_minor) AS refunded FROM refund WHERE status = 'SUCCEEDED' GROUP BY payment_id
  ) r ON r.payment_id = p.id
  WHERE p.refunded_minor <> coalesce(r.refunded, 0)`;

const CAPTURES = `
  SELECT p.id AS paymentId, concat(p.status, ', with ', coalesce(a.captures, 0), ' captured attempts') AS detail
  FROM payment p
  LEFT JOIN (
    SELECT payment_id, count(*) AS captures FROM payment_attempt WHERE status = 'CAPTURED' GROUP BY payment_id
  ) a ON a.payment_id = p.id
  WHERE (p.status = 'CAPTURED') <> coalesce(a.captures, 0)`;

const PLACED_ORDERS = `
  SELECT id, status, payment_id AS paymentId, payment_status AS paymentStatus, currency, total_minor AS totalMinor,
    refunded_minor AS refundedMinor,
    (SELECT c.total_minor FROM price_change c WHERE c.live_order_id = orders.id) AS nextTotalMinor
  FROM orders
  WHERE :page AND status NOT IN ('PENDING', 'REJECTED') AND updated_at <= ?`;

const PAYMENTS = `
  SELECT order_id AS ref, id, status, currency, amount_minor AS amountMinor, captured_minor AS capturedMinor,
    refunded_minor AS refundedMinor, updated_at AS updatedAt
  FROM payment WHERE order_id IN (?)`;

interface PlacedOrder {
  readonly id: string;
  readonly status: string;
  readonly paymentId: string | null;
  readonly paymentStatus: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly refundedMinor: number;
  /** While its price is being changed, which pay may know already; I8 sees to it that this ends. */
  readonly nextTotalMinor: number | null;
}

interface Payment {
  readonly ref: string;
  readonly id: string;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly updatedAt: Date;
}

export const paidInFull: Invariant = {
  name: "I3",
  sentence:
    "An order from PAID to COMPLETED has exactly one captured payment of its total and currency; what was refunded equals " +
    "its refund documents.",
  async check(scope, findings) {
    const { order, pay } = scope.sources;
    for (const sql of [REFUND_DOCUMENTS, CAPTURES]) await reportRows(findings, pay, sql);
    await compare<PlacedOrder, Payment>(
      scope,
      {
        source: order,
        sql: PLACED_ORDERS,
        values: [scope.until],
        key: "id",
        idName: "orderId",
        lookUp: lookUpIn(pay, PAYMENTS),
        judge: (placed, payments) => judge(placed, payments, scope.until),
      },
      findings,
    );
  },
};

function judge(order: PlacedOrder, payments: readonly Payment[], until: Date): string | null {
  const [payment] = payments;
  if (payment === undefined) return `${order.status}, but there is no payment`;
  // The order has not heard yet of what has just become of it.
  if (payment.updatedAt > until) return null;
  if (payment.id !== order.paymentId) return `names payment ${order.paymentId}, not ${payment.id}`;
  if (isLive(order.status)) {
    const due = `${order.totalMinor} ${order.currency}`;
    const asked = `${payment.amountMinor} ${payment.currency}`;
    const isNext = !isPaid(order.status) && payment.amountMinor === order.nextTotalMinor;
    if (asked !== due && !isNext) return `total ${due}, but its payment is of ${asked}`;
  }
  if (isPaid(order.status)) {
    if (payment.status !== "CAPTURED")
      return `${order.status}, but its payment is ${payment.status}`;
    if (payment.capturedMinor !== order.totalMinor) {
      return `total ${order.totalMinor}, but ${payment.capturedMinor} was captured`;
    }
  }
  if (order.refundedMinor !== payment.refundedMinor) {
    return `knows of ${order.refundedMinor} refunded, but ${payment.refundedMinor} was`;
  }
  return judgeAxis(order, payment);
}

/** An order that ended before its payment came may say either of it until the money has gone back. */
function judgeAxis({ status, paymentStatus }: PlacedOrder, payment: Payment): string | null {
  const { capturedMinor, refundedMinor } = payment;
  const expected = (): readonly string[] => {
    if (refundedMinor > 0)
      return [refundedMinor < capturedMinor ? "PARTIALLY_REFUNDED" : "REFUNDED"];
    if (isLive(status)) return [isPaid(status) ? "PAID" : "UNPAID"];
    return ["UNPAID", "PAID"];
  };
  if (expected().includes(paymentStatus)) return null;
  return `${status} and ${paymentStatus}, but ${refundedMinor} of ${capturedMinor} captured was refunded`;
}

import { compare, lookUpIn } from "../compare";
import type { Invariant } from "../invariant";
import { isPaid } from "./orderStatuses";

// A refund that somebody has only asked for is no promise to the buyer yet. One that failed is with people, until they
// say that they are done: then the money is back, or another refund is on its way.
const CAPTURED = `
  SELECT p.order_id AS id, p.id AS paymentId, p.captured_minor AS capturedMinor,
    (SELECT cast(coalesce(sum(r.amount_minor), 0) AS signed) FROM refund r
      WHERE r.payment_id = p.id AND r.status IN ('APPROVED', 'PENDING', 'SUCCEEDED')) AS returningMinor,
    (SELECT cast(coalesce(sum(r.amount_minor), 0) AS signed) FROM refund r JOIN repair_work w ON w.subject_id = r.id
      WHERE r.payment_id = p.id AND r.status = 'FAILED' AND w.kind = 'REFUND_FAILED' AND w.resolved_at IS NULL)
      AS repairedMinor
  FROM payment p
  WHERE :page AND p.captured_minor > 0 AND p.updated_at <= ?`;

const ORDERS = "SELECT id AS ref, status, updated_at AS updatedAt FROM orders WHERE id IN (?)";

interface CapturedPayment {
  /** The order's. */
  readonly id: string;
  readonly paymentId: string;
  readonly capturedMinor: number;
  readonly returningMinor: number;
  /** Of refunds that failed, and that people are looking into. */
  readonly repairedMinor: number;
}

interface OrderState {
  readonly ref: string;
  readonly status: string;
  readonly updatedAt: Date;
}

export const noStrayMoney: Invariant = {
  name: "I4",
  sentence:
    "A captured payment has an order from PAID to COMPLETED, or a full refund under way, in repair or done.",
  async check(scope, findings) {
    const { order, pay } = scope.sources;
    await compare<CapturedPayment, OrderState>(
      scope,
      {
        source: pay,
        sql: CAPTURED,
        values: [scope.until],
        key: "p.order_id",
        idName: "orderId",
        lookUp: lookUpIn(order, ORDERS),
        judge: (payment, [found]) => judge(payment, found, scope.until),
      },
      findings,
    );
  },
};

function judge(
  { paymentId, capturedMinor, returningMinor, repairedMinor }: CapturedPayment,
  order: OrderState | undefined,
  until: Date,
): string | null {
  if (returningMinor + repairedMinor >= capturedMinor) return null;
  if (order !== undefined && (isPaid(order.status) || order.updatedAt > until)) return null;
  const whose = order === undefined ? "an order that is not there" : `a ${order.status} order`;
  return `payment ${paymentId} captured ${capturedMinor} for ${whose}, of which ${returningMinor} goes back`;
}

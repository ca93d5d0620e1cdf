import { compare, lookUpIn } from "../compare";
import type { Findings, Invariant, Scope } from "../invariant";
import { reportRows } from "../query";
import { checkRestocks } from "./restocks";

const SENT_BACK = `
  SELECT b.order_line_id AS orderLineId,
    concat('sent back ', b.units, ' of ', coalesce(s.units, 0), ' shipped') AS detail
  FROM (
    SELECT l.order_line_id, sum(l.quantity) AS units
    FROM order_return r JOIN order_return_line l ON l.return_id = r.id
    WHERE r.status <> 'REJECTED' GROUP BY l.order_line_id
  ) b
  LEFT JOIN (SELECT order_line_id, sum(quantity) AS units FROM shipment_line GROUP BY order_line_id) s
    ON s.order_line_id = b.order_line_id
  WHERE b.units > coalesce(s.units, 0)`;

const STRAY = `
  SELECT r.id AS returnId, r.order_id AS orderId,
    concat('a return of ', coalesce(o.status, 'no'), ' order, with ', sum(coalesce(l.order_id = r.order_id, FALSE)),
      ' of ', count(*), ' lines of it') AS detail
  FROM order_return r
  LEFT JOIN orders o ON o.id = r.order_id
  LEFT JOIN order_return_line b ON b.return_id = r.id
  LEFT JOIN order_line l ON l.id = b.order_line_id
  GROUP BY r.id, r.order_id, o.status
  HAVING coalesce(o.status NOT IN ('DELIVERED', 'COMPLETED'), TRUE)
    OR sum(coalesce(l.order_id = r.order_id, FALSE)) <> count(*)`;

// However a line comes back, its returns sum to what was paid for it and never to more.
const WORTH = `
  SELECT b.order_line_id AS orderLineId,
    concat('paid ', l.unit_price_minor * l.quantity - l.discount_minor + l.tax_minor, ' for ', l.quantity, ', and ',
      coalesce(b.refund, 'an unknown sum'), ' goes back for ', b.units) AS detail
  FROM (
    SELECT l.order_line_id, sum(l.quantity) AS units, if(count(l.refund_minor) < count(*), NULL, sum(l.refund_minor)) AS refund
    FROM order_return r JOIN order_return_line l ON l.return_id = r.id
    WHERE r.received_at IS NOT NULL GROUP BY l.order_line_id
  ) b
  JOIN order_line l ON l.id = b.order_line_id
  WHERE b.refund IS NULL
    OR b.refund > l.unit_price_minor * l.quantity - l.discount_minor + l.tax_minor
    OR (b.units = l.quantity AND b.refund <> l.unit_price_minor * l.quantity - l.discount_minor + l.tax_minor)`;

const AMOUNTS = `
  SELECT r.id AS returnId,
    concat(r.status, ' with ', coalesce(r.refund_minor, 'no amount'), ', its lines sum to ',
      coalesce(l.refund, 'nothing')) AS detail
  FROM order_return r
  LEFT JOIN (
    SELECT return_id, sum(refund_minor) AS refund FROM order_return_line GROUP BY return_id
  ) l ON l.return_id = r.id
  WHERE (r.status IN ('RECEIVED', 'REFUNDED')) <> (r.refund_minor IS NOT NULL)
    OR NOT r.refund_minor <=> l.refund
    OR (r.status = 'REFUNDED' AND r.refund_minor > 0 AND r.refund_id IS NULL)`;

// It notes its refund, or why there is none, or a saga is asking for it.
const FORGOTTEN = `
  SELECT r.id AS returnId, 'RECEIVED, but nobody asks for its refund' AS detail
  FROM order_return r
  LEFT JOIN (
    SELECT unhex(replace(json_value(data, '$.returnId'), '-', '')) AS return_id FROM saga
    WHERE kind = 'refundReturn' AND status IN ('RUNNING', 'UNDOING')
  ) s ON s.return_id = r.id
  WHERE r.status = 'RECEIVED' AND r.refund_id IS NULL AND r.refund_failure IS NULL AND s.return_id IS NULL`;

const PAID_RETURNS = `
  SELECT refund_id AS id, id AS returnId, order_id AS orderId, status, refund_minor AS refundMinor,
    refund_failure AS failure
  FROM order_return WHERE :page`;

const REFUNDS = `
  SELECT r.id AS ref, p.order_id AS orderId, r.status, r.amount_minor AS amountMinor, r.settled_at AS settledAt
  FROM refund r JOIN payment p ON p.id = r.payment_id WHERE r.id IN (?)`;

interface PaidReturn {
  /** The refund's. */
  readonly id: string;
  readonly returnId: string;
  readonly orderId: string;
  readonly status: string;
  readonly refundMinor: number;
  readonly failure: string | null;
}

interface Refund {
  readonly ref: string;
  readonly orderId: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly settledAt: Date | null;
}

export const returnsPaid: Invariant = {
  name: "O11",
  sentence:
    "Of every line, returned ≤ shipped; goods that came in are paid back, by their own refund and never above what was paid, " +
    "and restocked once.",
  async check(scope, findings) {
    for (const sql of [SENT_BACK, STRAY, WORTH, AMOUNTS, FORGOTTEN]) {
      await reportRows(findings, scope.sources.order, sql);
    }
    await checkRefunds(scope, findings);
    await checkRestocks(scope, findings);
  },
};

function checkRefunds(scope: Scope, findings: Findings): Promise<void> {
  return compare<PaidReturn, Refund>(
    scope,
    {
      source: scope.sources.order,
      sql: PAID_RETURNS,
      key: "refund_id",
      idName: "refundId",
      lookUp: lookUpIn(scope.sources.pay, REFUNDS),
      judge: (paid, [refund]) => judge(paid, refund, scope.until),
    },
    findings,
  );
}

function judge(paid: PaidReturn, refund: Refund | undefined, until: Date): string | null {
  const what = `return ${paid.returnId} is ${paid.status}`;
  if (refund === undefined) return `${what}, but its refund is not there`;
  if (refund.orderId !== paid.orderId) return `${what}, but its refund is another order's`;
  if (refund.amountMinor !== paid.refundMinor)
    return `${what} with ${paid.refundMinor}, but its refund is of ${refund.amountMinor}`;
  // The return has not heard yet of what has just become of its refund.
  if (refund.settledAt !== null && refund.settledAt > until) return null;
  const isToldSo =
    (paid.status === "REFUNDED") === (refund.status === "SUCCEEDED") &&
    (paid.failure !== null) === (refund.status === "FAILED");
  return isToldSo ? null : `${what}, but its refund is ${refund.status}`;
}

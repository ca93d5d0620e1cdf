import type { Invariant } from "../invariant";
import { reportRows } from "../query";

const AMOUNTS = `
  SELECT p.id AS paymentId,
    concat('of ', p.amount_minor, ' captured ', p.captured_minor, ' and refunded ', p.refunded_minor,
      ', granted refunds of ', coalesce(r.granted, 0)) AS detail
  FROM payment p
  LEFT JOIN (
    SELECT payment_id, sum(amount_minor) AS granted FROM refund
    WHERE status NOT IN ('FAILED', 'REJECTED') GROUP BY payment_id
  ) r ON r.payment_id = p.id
  WHERE p.captured_minor NOT BETWEEN p.refunded_minor AND p.amount_minor OR p.refunded_minor < 0
    OR coalesce(r.granted, 0) > p.captured_minor`;

const TRANSACTIONS = `
  SELECT transaction_id AS transactionId,
    concat(count(*), ' entries of ', min(kind), ' sum to ', sum(amount_minor)) AS detail
  FROM ledger_entry GROUP BY transaction_id
  HAVING sum(amount_minor) <> 0 OR count(DISTINCT currency) > 1 OR count(DISTINCT payment_id) > 1`;

// Balances are the fold of the ledger: what the mall owes an order is what was captured less what went back.
const BALANCES = `
  SELECT p.id AS paymentId,
    concat('captured ', p.captured_minor, ' and refunded ', p.refunded_minor, ', but booked ',
      coalesce(l.captured, 0), ' and ', coalesce(l.refunded, 0)) AS detail
  FROM payment p
  LEFT JOIN (
    SELECT payment_id, sum(if(kind = 'CAPTURE', -amount_minor, 0)) AS captured,
      sum(if(kind = 'REFUND', amount_minor, 0)) AS refunded
    FROM ledger_entry WHERE account = 'CUSTOMER_ORDERS' GROUP BY payment_id
  ) l ON l.payment_id = p.id
  WHERE p.captured_minor <> coalesce(l.captured, 0) OR p.refunded_minor <> coalesce(l.refunded, 0)`;

export const balancedLedger: Invariant = {
  name: "I5",
  sentence:
    "Captured − refunded ≥ 0, granted refunds included; the ledger sums to zero and tells the same.",
  async check({ sources }, findings) {
    for (const sql of [AMOUNTS, TRANSACTIONS, BALANCES]) {
      await reportRows(findings, sources.pay, sql);
    }
  },
};

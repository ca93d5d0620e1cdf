import type { Invariant } from "../invariant";
import { reportRows } from "../query";

/** The changes of status that an order's history may tell (DOMAIN.md 2); the first one comes from nothing. */
const CHANGES = [
  "nothing>PENDING_PAYMENT",
  "nothing>CANCELLED",
  "nothing>EXPIRED",
  "PENDING_PAYMENT>PAID",
  "PENDING_PAYMENT>CANCELLED",
  "PENDING_PAYMENT>EXPIRED",
  "PAID>PARTIALLY_SHIPPED",
  "PAID>SHIPPED",
  "PAID>CANCELLED",
  "PARTIALLY_SHIPPED>SHIPPED",
  "SHIPPED>DELIVERED",
  "DELIVERED>COMPLETED",
];

const JUMPS = `
  SELECT order_id AS orderId, concat(previous, ' > ', status, ' at version ', version) AS detail
  FROM (
    SELECT order_id, version, status,
      coalesce(lag(status) OVER (PARTITION BY order_id ORDER BY version), 'nothing') AS previous
    FROM order_event
  ) AS history
  WHERE concat(previous, '>', status) NOT IN (?)`;

// The row of an order and its newest event are written in one transaction; changes of the axes alone have no event.
const LAGGING = `
  SELECT o.id AS orderId,
    concat(o.status, ' at version ', o.version, ', but its newest event is ',
      coalesce(concat(e.status, ' at version ', e.version), 'none')) AS detail
  FROM orders o
  LEFT JOIN (SELECT order_id, max(version) AS version FROM order_event GROUP BY order_id) newest
    ON newest.order_id = o.id
  LEFT JOIN order_event e ON e.order_id = o.id AND e.version = newest.version
  WHERE if(o.status IN ('PENDING', 'REJECTED'), e.id IS NOT NULL,
    e.id IS NULL OR e.version > o.version OR e.status <> o.status)`;

const UNCOMMITTED = `
  SELECT e.order_id AS orderId, concat(e.status, ' at version ', e.version, ' of an order that is not there') AS detail
  FROM order_event e LEFT JOIN orders o ON o.id = e.order_id WHERE o.id IS NULL`;

export const historyAdvances: Invariant = {
  name: "I12",
  sentence:
    "An order's history only advances: no event before its commit, no version or status that goes back.",
  async check({ sources }, findings) {
    await reportRows(findings, sources.order, JUMPS, [CHANGES]);
    for (const sql of [LAGGING, UNCOMMITTED]) await reportRows(findings, sources.order, sql);
  },
};

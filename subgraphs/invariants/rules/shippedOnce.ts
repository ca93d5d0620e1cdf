import type { Invariant } from "../invariant";
import { reportRows } from "../query";

const LINES = `
  SELECT s.order_line_id AS orderLineId,
    concat('shipped ', s.shipped, ' of ', coalesce(l.quantity, 'a line that is not there')) AS detail
  FROM (
    SELECT order_line_id, sum(quantity) AS shipped FROM shipment_line GROUP BY order_line_id
  ) s
  LEFT JOIN order_line l ON l.id = s.order_line_id
  WHERE l.id IS NULL OR s.shipped > l.quantity`;

const PARCELS = `
  SELECT p.id AS shipmentId, p.order_id AS orderId, 'a parcel with goods of another order' AS detail
  FROM shipment_line s JOIN shipment p ON p.id = s.shipment_id JOIN order_line l ON l.id = s.order_line_id
  WHERE l.order_id <> p.order_id`;

// What is to be cancelled is not shipped, and what was shipped is not cancelled: so shipped ≤ paid − cancelled.
const STATUSES = `
  SELECT o.id AS orderId,
    concat(o.status, ' and ', o.fulfillment_status, if(c.id IS NULL, '', ' and to be cancelled'), ', but shipped are ',
      coalesce(s.units, 0), ' of ', coalesce(l.units, 0), ', with ', coalesce(p.travelling, 0),
      ' parcels on their way') AS detail
  FROM orders o
  LEFT JOIN (SELECT order_id, sum(quantity) AS units FROM order_line GROUP BY order_id) l ON l.order_id = o.id
  LEFT JOIN (
    SELECT p.order_id, sum(s.quantity) AS units FROM shipment p JOIN shipment_line s ON s.shipment_id = p.id
    GROUP BY p.order_id
  ) s ON s.order_id = o.id
  LEFT JOIN (
    SELECT order_id, sum(status = 'SHIPPED') AS travelling FROM shipment GROUP BY order_id
  ) p ON p.order_id = o.id
  LEFT JOIN cancellation_request c ON c.live_order_id = o.id
  WHERE NOT (CASE o.status
    WHEN 'PARTIALLY_SHIPPED' THEN
      o.fulfillment_status = 'PARTIAL' AND s.units < l.units AND c.id IS NULL AND s.units IS NOT NULL
    WHEN 'SHIPPED' THEN
      o.fulfillment_status = 'SHIPPED' AND coalesce(s.units = l.units AND p.travelling > 0, FALSE) AND c.id IS NULL
    WHEN 'DELIVERED' THEN
      o.fulfillment_status = 'DELIVERED' AND coalesce(s.units = l.units AND p.travelling = 0, FALSE) AND c.id IS NULL
    WHEN 'COMPLETED' THEN
      o.fulfillment_status = 'DELIVERED' AND coalesce(s.units = l.units AND p.travelling = 0, FALSE) AND c.id IS NULL
    ELSE o.fulfillment_status = 'UNFULFILLED' AND p.order_id IS NULL END)`;

export const shippedOnce: Invariant = {
  name: "O9",
  sentence:
    "Of every line, shipped ≤ paid − cancelled; an order is as far as its parcels are, and nothing else is shipped.",
  async check({ sources }, findings) {
    for (const sql of [LINES, PARCELS, STATUSES]) await reportRows(findings, sources.order, sql);
  },
};

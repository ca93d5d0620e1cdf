import type { Invariant } from "../invariant";
import { reportRows } from "../query";

// The sums of order's pricing rule, restated. An order that was never placed may be without lines and without amounts.
const TOTALS = `
  SELECT o.id AS orderId,
    concat('total ', o.total_minor, ' = ', o.items_minor, ' - ', o.discount_minor, ' + ', o.shipping_minor, ' + ',
      o.tax_minor, '; its lines sum to ', coalesce(l.items, 'nothing'), ' - ', coalesce(l.discount, 'nothing'),
      ' and tax ', coalesce(l.tax, 'nothing'), '; staff gave ', o.adjustment_minor, ', on its lines ',
      coalesce(l.adjustment, 'nothing'), ', by its price changes ', coalesce(c.adjustment, 'nothing')) AS detail
  FROM orders o
  LEFT JOIN (
    SELECT order_id, sum(unit_price_minor * quantity) AS items, sum(discount_minor) AS discount, sum(tax_minor) AS tax,
      sum(adjustment_minor) AS adjustment, min(discount_minor - adjustment_minor) AS least_promotion,
      min(unit_price_minor * quantity - discount_minor) AS least_goods, min(discount_minor) AS least_discount,
      min(tax_minor) AS least_tax
    FROM order_line GROUP BY order_id
  ) l ON l.order_id = o.id
  LEFT JOIN (
    SELECT order_id, sum(discount_minor) AS adjustment FROM price_change WHERE status = 'APPLIED' GROUP BY order_id
  ) c ON c.order_id = o.id
  WHERE o.total_minor <> o.items_minor - o.discount_minor + o.shipping_minor + o.tax_minor
    OR o.total_minor < 0 OR o.shipping_minor < 0
    OR o.items_minor <> coalesce(l.items, 0) OR o.discount_minor <> coalesce(l.discount, 0)
    OR o.tax_minor <> coalesce(l.tax, 0)
    OR o.adjustment_minor <> coalesce(l.adjustment, 0) OR o.adjustment_minor <> coalesce(c.adjustment, 0)
    OR least(l.least_goods, l.least_discount, l.least_tax, l.least_promotion) < 0
    OR (l.order_id IS NULL AND o.status NOT IN ('PENDING', 'REJECTED'))`;

export const exactTotals: Invariant = {
  name: "I11",
  sentence:
    "An order's total is the one recomputed from its lines: items − discount + shipping + tax, all shares exact; what " +
    "staff took off is what its price changes say.",
  check: ({ sources }, findings) => reportRows(findings, sources.order, TOTALS),
};

import { compare } from "../compare";
import type { Findings, Invariant, Scope, Source } from "../invariant";
import { idList, query, reportRows } from "../query";
import { isPaid, liveStatuses } from "./orderStatuses";

// The ledger itself (DOMAIN.md P10).
const ON_HAND = `
  SELECT s.sku_id AS skuId,
    concat('on hand ', s.on_hand, ', but its movements sum to ', coalesce(m.moved, 0)) AS detail
  FROM sku_stock s
  LEFT JOIN (SELECT sku_id, sum(delta) AS moved FROM stock_movement GROUP BY sku_id) m
    ON m.sku_id = s.sku_id
  WHERE s.on_hand <> coalesce(m.moved, 0)`;

const RESERVED = `
  SELECT s.sku_id AS skuId,
    concat('reserved ', s.reserved, ', but its live reservations sum to ', coalesce(r.held, 0)) AS detail
  FROM sku_stock s
  LEFT JOIN (
    SELECT sku_id, sum(quantity) AS held FROM stock_reservation WHERE status = 'RESERVED' GROUP BY sku_id
  ) r ON r.sku_id = s.sku_id
  WHERE s.reserved <> coalesce(r.held, 0)`;

const SOLD_ORDERS = `
  SELECT DISTINCT order_id AS id FROM stock_movement WHERE :page AND kind IN ('COMMIT', 'RESTOCK')`;

// With the ledger this says: initial + adjustments = on hand + sum(committed − restocked), and even order by order.
const MISBOOKED = `
  SELECT order_id AS ref, concat('of ', lower(hex(sku_id)), ' committed less restocked ', sum(kept),
    ', but its movements took ', sum(taken)) AS detail
  FROM (
    SELECT reference_id AS order_id, sku_id, quantity - restocked_quantity AS kept, 0 AS taken
    FROM stock_reservation WHERE kind = 'ORDER' AND status = 'COMMITTED' AND reference_id IN (?)
    UNION ALL
    SELECT order_id, sku_id, 0, -delta FROM stock_movement
    WHERE kind IN ('COMMIT', 'RESTOCK') AND order_id IN (?)
  ) AS booked
  GROUP BY order_id, sku_id HAVING sum(kept) <> sum(taken)`;

const UNBOOKED = `
  SELECT r.reference_id AS orderId, r.sku_id AS skuId,
    concat('committed ', r.quantity, ', but no movement took them') AS detail
  FROM stock_reservation r
  WHERE r.kind = 'ORDER' AND r.status = 'COMMITTED' AND NOT EXISTS (
    SELECT 1 FROM stock_movement m
    WHERE m.order_id = r.reference_id AND m.sku_id = r.sku_id AND m.kind = 'COMMIT')`;

const NOBODYS = `
  SELECT id AS movementId, sku_id AS skuId, concat(kind, ' of ', delta, ' for no order') AS detail
  FROM stock_movement WHERE kind IN ('COMMIT', 'RESTOCK') AND order_id IS NULL`;

const LIVE_ORDERS = `
  SELECT id, status FROM orders
  WHERE :page AND status IN (?) AND updated_at <= ?`;

const LINES = `
  SELECT order_id AS ref, sku_id AS skuId, cast(sum(quantity) AS signed) AS quantity
  FROM order_line WHERE order_id IN (?) GROUP BY order_id, sku_id`;

const RESERVATIONS = `
  SELECT reference_id AS ref, sku_id AS skuId, quantity, status
  FROM stock_reservation WHERE reference_id IN (?) AND kind = 'ORDER'`;

interface Units {
  readonly ref: string;
  readonly skuId: string;
  readonly quantity: number;
  /** Of a reservation; an order's line has none. */
  readonly status?: string;
}

export const stockLedger: Invariant = {
  name: "I2",
  sentence:
    "Of every SKU, initial + adjustments = on hand + sum(committed − restocked) and reserved = sum(live reservations); " +
    "every placed order holds its lines, every paid one has taken them.",
  async check(scope, findings) {
    const { product } = scope.sources;
    for (const sql of [ON_HAND, RESERVED, UNBOOKED, NOBODYS])
      await reportRows(findings, product, sql);
    await checkSales(scope, findings);
    await checkOrders(scope, findings);
  },
};

async function checkSales(scope: Scope, findings: Findings): Promise<void> {
  const { product } = scope.sources;
  await compare<{ id: string }, { ref: string; detail: string }>(
    scope,
    {
      source: product,
      sql: SOLD_ORDERS,
      key: "order_id",
      idName: "orderId",
      lookUp: (ids) => query(product, MISBOOKED, [idList(ids), idList(ids)]),
      judge: (_order, [first]) => first?.detail ?? null,
    },
    findings,
  );
}

async function checkOrders(scope: Scope, findings: Findings): Promise<void> {
  const { order, product } = scope.sources;
  await compare<{ id: string; status: string }, Units>(
    scope,
    {
      source: order,
      sql: LIVE_ORDERS,
      values: [liveStatuses, scope.until],
      key: "id",
      idName: "orderId",
      lookUp: (ids) => unitsOf(order, product, ids),
      judge: ({ status }, units) => judgeUnits(isPaid(status) ? "COMMITTED" : "RESERVED", units),
    },
    findings,
  );
}

async function unitsOf(
  order: Source,
  product: Source,
  ids: readonly string[],
): Promise<readonly Units[]> {
  const lines = await query<Units>(order, LINES, [idList(ids)]);
  return [...lines, ...(await query<Units>(product, RESERVATIONS, [idList(ids)]))];
}

function judgeUnits(wanted: "RESERVED" | "COMMITTED", units: readonly Units[]): string | null {
  const ordered = units.filter(({ status }) => status === undefined);
  const held = units.filter(({ status }) => status === wanted);
  const describe = (rows: readonly Units[]): string =>
    rows
      .map(({ skuId, quantity }) => `${quantity} of ${skuId}`)
      .toSorted()
      .join(", ") || "nothing";
  if (describe(ordered) === describe(held)) return null;
  return `ordered ${describe(ordered)}, but ${wanted} is ${describe(held)}`;
}

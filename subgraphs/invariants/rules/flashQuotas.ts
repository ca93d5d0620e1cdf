import { compare, lookUpIn } from "../compare";
import type { Findings, Invariant, Scope } from "../invariant";
import { reportRows } from "../query";
import { isEnded } from "./orderStatuses";

const SOLD = `
  SELECT i.id AS itemId,
    concat('sold ', i.sold, ' of ', i.quota, ', and its tickets are for ', coalesce(t.units, 0)) AS detail
  FROM flash_sale_item i
  LEFT JOIN (
    SELECT item_id, sum(quantity) AS units FROM flash_ticket WHERE status <> 'RETURNED' GROUP BY item_id
  ) t ON t.item_id = i.id
  WHERE i.sold NOT BETWEEN 0 AND i.quota OR i.sold <> coalesce(t.units, 0)`;

const LIMITS = `
  SELECT t.item_id AS itemId, t.user_id AS userId,
    concat('has ', sum(t.quantity), ' of ', min(i.per_user_limit)) AS detail
  FROM flash_ticket t JOIN flash_sale_item i ON i.id = t.item_id
  WHERE t.status <> 'RETURNED'
  GROUP BY t.item_id, t.user_id HAVING sum(t.quantity) > min(i.per_user_limit)`;

const ITEMS = `
  SELECT i.id AS id, i.sku_id AS skuId, cast(i.quota - coalesce((
    SELECT sum(t.quantity) FROM flash_ticket t WHERE t.item_id = i.id AND t.status IN ('ORDERED', 'PAID')
  ), 0) AS signed) AS undrawn
  FROM flash_sale_item i WHERE :page`;

// What no order has drawn of the quota yet. Once the sale is over it is released.
const QUOTAS = `
  SELECT reference_id AS ref, sku_id AS skuId, quantity FROM stock_reservation
  WHERE reference_id IN (?) AND kind = 'FLASH_SALE' AND status = 'RESERVED'`;

const DRAWN_TICKETS = `
  SELECT order_id AS id, id AS ticketId, status FROM flash_ticket
  WHERE :page AND status IN ('ORDERED', 'PAID')`;

const ORDERS = `
  SELECT id AS ref, status, updated_at AS updatedAt FROM orders WHERE id IN (?)`;

interface Quota {
  readonly ref: string;
  readonly skuId: string;
  readonly quantity: number;
}

interface DrawnTicket {
  /** The order's. */
  readonly id: string;
  readonly ticketId: string;
  readonly status: string;
}

export const flashQuotas: Invariant = {
  name: "I13",
  sentence:
    "Flash sale: sold ≤ quota, claims per user ≤ limit; what is undrawn is reserved, what came to nothing is returned.",
  async check(scope, findings) {
    const { marketing } = scope.sources;
    for (const sql of [SOLD, LIMITS]) await reportRows(findings, marketing, sql);
    await checkQuotas(scope, findings);
    await checkTickets(scope, findings);
  },
};

async function checkQuotas(scope: Scope, findings: Findings): Promise<void> {
  const { marketing, product } = scope.sources;
  await compare<{ id: string; skuId: string; undrawn: number }, Quota>(
    scope,
    {
      source: marketing,
      sql: ITEMS,
      key: "i.id",
      idName: "itemId",
      lookUp: lookUpIn(product, QUOTAS),
      judge: ({ skuId, undrawn }, quotas) => {
        const [quota] = quotas;
        if (quota === undefined) return null;
        if (quotas.length === 1 && quota.skuId === skuId && quota.quantity === undrawn) return null;
        return `undrawn are ${undrawn} of ${skuId}, but reserved are ${quota.quantity} of ${quota.skuId}`;
      },
    },
    findings,
  );
}

async function checkTickets(scope: Scope, findings: Findings): Promise<void> {
  const { marketing, order } = scope.sources;
  await compare<DrawnTicket, { ref: string; status: string; updatedAt: Date }>(
    scope,
    {
      source: marketing,
      sql: DRAWN_TICKETS,
      key: "order_id",
      idName: "orderId",
      lookUp: lookUpIn(order, ORDERS),
      judge: ({ ticketId, status }, [found]) => {
        if (found === undefined)
          return `ticket ${ticketId} is ${status}, but the order is not there`;
        if (!isEnded(found.status) || found.updatedAt > scope.until) return null;
        return `ticket ${ticketId} is ${status}, but its order is ${found.status}`;
      },
    },
    findings,
  );
}

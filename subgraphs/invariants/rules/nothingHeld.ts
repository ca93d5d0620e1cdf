import { compare, lookUpIn } from "../compare";
import type { Findings, Invariant, Scope, Source } from "../invariant";
import { endedStatuses } from "./orderStatuses";

const ENDED_ORDERS =
  "SELECT id, status FROM orders WHERE :page AND status IN (?) AND updated_at <= ?";

// Units that a paid order took come back with its cancellation.
const RESERVATIONS = `
  SELECT reference_id AS ref, concat(quantity - restocked_quantity, ' units ', status) AS holds
  FROM stock_reservation
  WHERE reference_id IN (?) AND kind = 'ORDER'
    AND (status = 'RESERVED' OR (status = 'COMMITTED' AND restocked_quantity < quantity))`;

const COUPONS = `
  SELECT order_id AS ref, concat('a coupon ', status) AS holds
  FROM coupon WHERE order_id IN (?) AND status IN ('HELD', 'USED')`;

const OPEN_PAYMENTS = `
  SELECT order_id AS ref, concat('a payment ', status) AS holds
  FROM payment WHERE order_id IN (?) AND status IN ('CREATED', 'IN_FLIGHT', 'AUTHORIZED')`;

const LIVE_RESERVATIONS = `
  SELECT DISTINCT reference_id AS id FROM stock_reservation
  WHERE :page AND kind = 'ORDER' AND status = 'RESERVED' AND created_at <= ?`;

const UNPAID_PAYMENTS = `
  SELECT order_id AS id FROM payment
  WHERE :page AND status IN ('CREATED', 'IN_FLIGHT', 'AUTHORIZED') AND created_at <= ?`;

const ORDERS = "SELECT id AS ref FROM orders WHERE id IN (?)";

interface EndedOrder {
  readonly id: string;
  readonly status: string;
}

interface Held {
  readonly ref: string;
  readonly holds: string;
}

export const nothingHeld: Invariant = {
  name: "I7",
  sentence:
    "An order that was refused, cancelled or has expired holds no stock, no coupon, no open payment; nor does one that is " +
    "not there.",
  async check(scope, findings) {
    const { product, marketing, pay } = scope.sources;
    await checkEnded(scope, findings, { source: product, sql: RESERVATIONS });
    await checkEnded(scope, findings, { source: marketing, sql: COUPONS });
    await checkEnded(scope, findings, { source: pay, sql: OPEN_PAYMENTS });
    await checkOrphans(scope, findings, {
      source: product,
      sql: LIVE_RESERVATIONS,
      key: "reference_id",
      detail: "there is no such order, but it holds stock",
    });
    await checkOrphans(scope, findings, {
      source: pay,
      sql: UNPAID_PAYMENTS,
      key: "order_id",
      detail: "there is no such order, but it has an open payment",
    });
  },
};

async function checkEnded(
  scope: Scope,
  findings: Findings,
  { source, sql }: { readonly source: Source; readonly sql: string },
): Promise<void> {
  await compare<EndedOrder, Held>(
    scope,
    {
      source: scope.sources.order,
      sql: ENDED_ORDERS,
      values: [endedStatuses, scope.until],
      key: "id",
      idName: "orderId",
      lookUp: lookUpIn(source, sql),
      judge: ({ status }, held) =>
        held.length === 0
          ? null
          : `${status}, but holds ${held.map(({ holds }) => holds).join(", ")}`,
    },
    findings,
  );
}

interface Orphans {
  readonly source: Source;
  readonly sql: string;
  readonly key: string;
  readonly detail: string;
}

async function checkOrphans(
  scope: Scope,
  findings: Findings,
  { source, sql, key, detail }: Orphans,
): Promise<void> {
  await compare<{ id: string }, { ref: string }>(
    scope,
    {
      source,
      sql,
      values: [scope.until],
      key,
      idName: "orderId",
      lookUp: lookUpIn(scope.sources.order, ORDERS),
      judge: (_held, [order]) => (order === undefined ? detail : null),
    },
    findings,
  );
}

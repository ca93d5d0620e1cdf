import { compare } from "../compare";
import type { Findings, Scope, Source } from "../invariant";
import { idList, query } from "../query";
import { isEnded } from "./orderStatuses";

const SHELVED_ORDERS = `
  SELECT DISTINCT reference_id AS id FROM stock_reservation
  WHERE :page AND kind = 'ORDER' AND restocked_quantity > 0`;

const RESTOCKED_ORDERS =
  "SELECT DISTINCT order_id AS id FROM order_return WHERE :page AND is_restocked";

const SHELVED = `
  SELECT reference_id AS ref, sku_id AS skuId, restocked_quantity AS quantity, NULL AS at
  FROM stock_reservation WHERE reference_id IN (?) AND kind = 'ORDER' AND restocked_quantity > 0`;

const SENT_BACK = `
  SELECT r.order_id AS ref, l.sku_id AS skuId, cast(sum(b.quantity) AS signed) AS quantity, max(r.received_at) AS at
  FROM order_return r
  JOIN order_return_line b ON b.return_id = r.id
  JOIN order_line l ON l.id = b.order_line_id
  WHERE r.order_id IN (?) AND r.is_restocked GROUP BY r.order_id, l.sku_id`;

const STATUSES = "SELECT id AS ref, status FROM orders WHERE id IN (?)";

interface Units {
  readonly skuId: string;
  readonly quantity: number;
  /** When they came in; null of what lies on the shelf. */
  readonly at: Date | null;
}

/** What is known of an order: how far it is, and of each SKU what came in or lies on the shelf again. */
type Known = { readonly ref: string } & (Units | { readonly status: string });

/** What returns put back for sale lies on the shelf, and nothing else does; what of an ended order does is I7's affair. */
export async function checkRestocks(scope: Scope, findings: Findings): Promise<void> {
  const { order, product } = scope.sources;
  const all = [
    { source: product, sql: SHELVED_ORDERS, key: "reference_id" },
    { source: order, sql: RESTOCKED_ORDERS, key: "order_id" },
  ];
  for (const rows of all) {
    await compare<{ id: string }, Known>(
      scope,
      {
        ...rows,
        idName: "orderId",
        lookUp: (ids) => knownOf(order, product, ids),
        judge: (_order, known) => judge(known, scope.until),
      },
      findings,
    );
  }
}

async function knownOf(
  order: Source,
  product: Source,
  ids: readonly string[],
): Promise<readonly Known[]> {
  const list = [idList(ids)];
  return [
    ...(await query<Known>(order, STATUSES, list)),
    ...(await query<Known>(order, SENT_BACK, list)),
    ...(await query<Known>(product, SHELVED, list)),
  ];
}

function judge(known: readonly Known[], until: Date): string | null {
  const units = known.flatMap((each) => ("skuId" in each ? [each] : []));
  const status = known.flatMap((each) => ("status" in each ? [each.status] : []))[0] ?? "no order";
  // Product has not heard yet of what has just come in.
  if (isEnded(status) || units.some(({ at }) => at !== null && at > until)) return null;
  const sentBack = describe(units.filter(({ at }) => at !== null));
  const shelved = describe(units.filter(({ at }) => at === null));
  return sentBack === shelved
    ? null
    : `${sentBack} came back for sale, but restocked is ${shelved}`;
}

function describe(units: readonly Units[]): string {
  const texts = units.map(({ skuId, quantity }) => `${quantity} of ${skuId}`);
  return texts.toSorted().join(", ") || "nothing";
}

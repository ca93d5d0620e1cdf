import type { RowDataPacket } from "mysql2/promise";
import { formatId } from "@micro-shop/common/ids";
import type { CheckoutEnd } from "../load/checkout";
import type { JournalLine } from "../load/journal";
import type { FaultMall } from "../mall/faultMall";
import { named } from "./settle";

export interface Promises {
  readonly ends: readonly CheckoutEnd[];
  readonly lines: readonly JournalLine[];
}

interface StoredOrder {
  readonly id: string;
  readonly status: string;
  readonly key: string | null;
}

/** A coupon that another order of the same buyer has or had. */
const COUPON_REFUSAL = "COUPON_NOT_APPLICABLE";
/** Placing took longer than its deadline and was undone: a true answer, which the report counts. */
export const GIVEN_UP = "ABORTED";
/** Statuses a paid order may be in. */
const paidStatuses = new Set(["PAID", "PARTIALLY_SHIPPED", "SHIPPED", "DELIVERED", "COMPLETED"]);

/** Compares what clients were told with what the mall holds once it has settled; each difference in a sentence. */
export async function checkPromises(
  faultMall: FaultMall,
  since: Buffer,
  { ends, lines }: Promises,
): Promise<readonly string[]> {
  const orders = await readOrders(faultMall, since);
  const byKey = new Map<string | null, StoredOrder[]>();
  for (const order of orders.values()) {
    byKey.set(order.key, [...(byKey.get(order.key) ?? []), order]);
  }
  return [
    ...lines.flatMap((line) => faultOfLine(line, orders)),
    ...[...byKey].flatMap(([key, some]) =>
      key === null || some.length > 1 ? [`key ${key} has ${some.length} orders`] : [],
    ),
    ...ends.flatMap((end) => faultOfEnd(end, orders, byKey)),
  ];
}

/** Whatever was acknowledged exists, under the key it was asked with. */
function faultOfLine(line: JournalLine, orders: ReadonlyMap<string, StoredOrder>): string[] {
  if (line.orderId === null) return [];
  const order = orders.get(line.orderId);
  const what = `checkout ${line.checkout}, order ${line.orderId}, answered ${line.status} to ${line.operation}`;
  if (!order) return [`${what}: it does not exist`];
  if (line.operation === "PlaceOrder" && order.key !== line.key) return [`${what}: another key`];
  if (line.status === "CAPTURED" && !paidStatuses.has(order.status)) {
    return [`${what}: the order is ${order.status}`];
  }
  return [];
}

/** The last word of a checkout holds, and it is what the plan lets happen. */
function faultOfEnd(
  { number, plan, orderId, status, refusals }: CheckoutEnd,
  orders: ReadonlyMap<string, StoredOrder>,
  byKey: ReadonlyMap<string | null, readonly StoredOrder[]>,
): string[] {
  const what = `checkout ${number}, meant to end ${plan.end}`;
  const [stored] = byKey.get(plan.placement.idempotencyKey) ?? [];
  if (orderId === null) {
    const isFalseRefusal = stored !== undefined && stored.status !== "REJECTED";
    if (isFalseRefusal) return [`${what}: refused although order ${stored.id} is ${stored.status}`];
    const isExcused =
      plan.end === "REFUSED"
        ? (code: string) => code === "PRICE_CHANGED" || code === COUPON_REFUSAL
        : (code: string) => plan.placement.couponId !== null && code === COUPON_REFUSAL;
    const wrong = refusals.filter((code) => code !== GIVEN_UP && !isExcused(code));
    return wrong.length > 0 ? [`${what}: refused with ${wrong.join(", ")}`] : [];
  }
  const now = orders.get(orderId)?.status ?? "missing";
  const isAsTold = now === status || (paidStatuses.has(now) && paidStatuses.has(status));
  if (!isAsTold) return [`${what}: order ${orderId} was told ${status} and is ${now}`];
  const isAsMeant = plan.end === "OPEN" ? status === "PENDING_PAYMENT" : status === plan.end;
  return isAsMeant ? [] : [`${what}: order ${orderId} is ${status}`];
}

/** Orders with the key under which each is remembered; null when there is none. */
async function readOrders(
  { database, mall }: FaultMall,
  since: Buffer,
): Promise<ReadonlyMap<string, StoredOrder>> {
  const [rows] = await database.pool.query<RowDataPacket[]>(
    named("SELECT id, status FROM {order}.orders WHERE id > ?", mall.prefix),
    [since],
  );
  const keys = await readKeys({ database, mall });
  return new Map(
    rows.map((row): [string, StoredOrder] => {
      const id = formatId(row["id"] as Buffer);
      return [id, { id, status: String(row["status"]), key: keys.get(id) ?? null }];
    }),
  );
}

async function readKeys({
  database,
  mall,
}: Pick<FaultMall, "database" | "mall">): Promise<ReadonlyMap<string, string>> {
  const [rows] = await database.pool.query<RowDataPacket[]>(
    named(
      "SELECT idempotency_key, result FROM {order}.idempotency WHERE operation = 'placeOrder'",
      mall.prefix,
    ),
  );
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const result = (
        typeof row["result"] === "string" ? JSON.parse(row["result"]) : row["result"]
      ) as {
        ok?: { orderId: string };
      } | null;
      return result?.ok ? [[result.ok.orderId, String(row["idempotency_key"])]] : [];
    }),
  );
}

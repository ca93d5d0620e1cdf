import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { and, count, desc, eq, exists, gte, inArray, lt, notInArray, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { OrderRow } from "./orders";
import type { OrderStatus } from "./orderStatus";
import { cancellationRequests, orders, shipments } from "./tables";

/** Which orders; null = whatever it is. */
export interface AdminOrderFilter {
  readonly statuses: readonly OrderStatus[] | null;
  /** Never answered. */
  readonly hidden: readonly OrderStatus[];
  readonly orderNo: string | null;
  readonly buyerId: string | null;
  /** Part of the order number or of the recipient's name, or a whole tracking number; small or capital letters. */
  readonly search: string | null;
  /** Whether a wish to cancel it waits for a decision. */
  readonly cancellationRequested: boolean | null;
  readonly createdFrom: Date | null;
  readonly createdBefore: Date | null;
}

export interface AdminOrdersPage extends AdminOrderFilter {
  /** The page begins with the newest order before this one; null = with the newest. */
  readonly beforeId: string | null;
  readonly limit: number;
}

/** Orders of all users, newest first (ids sort by creation). */
export async function listAdminOrders(
  executor: DatabaseExecutor,
  page: AdminOrdersPage,
): Promise<OrderRow[]> {
  const isOnPage = page.beforeId === null ? undefined : lt(orders.id, page.beforeId);
  return executor
    .select()
    .from(orders)
    .where(and(matching(executor, page), isOnPage))
    .orderBy(desc(orders.id))
    .limit(page.limit);
}

export async function countAdminOrders(
  executor: DatabaseExecutor,
  filter: AdminOrderFilter,
): Promise<number> {
  const [row] = await executor
    .select({ orders: count() })
    .from(orders)
    .where(matching(executor, filter));
  return row?.orders ?? 0;
}

function matching(executor: DatabaseExecutor, filter: AdminOrderFilter): SQL | undefined {
  const { statuses, hidden, orderNo, buyerId, search, createdFrom, createdBefore } = filter;
  return and(
    notInArray(orders.status, [...hidden]),
    statuses === null ? undefined : inArray(orders.status, [...statuses]),
    orderNo === null ? undefined : eq(orders.orderNo, orderNo),
    buyerId === null ? undefined : eq(orders.userId, buyerId),
    createdFrom === null ? undefined : gte(orders.createdAt, createdFrom),
    createdBefore === null ? undefined : lt(orders.createdAt, createdBefore),
    isWished(executor, filter.cancellationRequested),
    search === null ? undefined : found(executor, search),
  );
}

function isWished(executor: DatabaseExecutor, isRequested: boolean | null): SQL | undefined {
  if (isRequested === null) return undefined;
  const open = exists(
    executor
      .select({ one: sql`1` })
      .from(cancellationRequests)
      .where(
        and(
          eq(cancellationRequests.liveOrderId, orders.id),
          eq(cancellationRequests.status, "REQUESTED"),
        ),
      ),
  );
  return isRequested ? open : sql`not ${open}`;
}

function found(executor: DatabaseExecutor, search: string): SQL | undefined {
  const pattern = `%${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return or(
    sql`lower(${orders.orderNo}) like ${pattern}`,
    sql`lower(json_value(${orders.address}, '$.recipient')) like ${pattern}`,
    exists(
      executor
        .select({ one: sql`1` })
        .from(shipments)
        .where(
          and(
            eq(shipments.orderId, orders.id),
            sql`lower(${shipments.trackingNumber}) = ${search.toLowerCase()}`,
          ),
        ),
    ),
  );
}

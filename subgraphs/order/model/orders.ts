import { padInList } from "@micro-shop/common/database/inList";
import { insertStatement } from "@micro-shop/common/database/insertStatement";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { readByStatement, slot } from "@micro-shop/common/database/statement";
import { updateStatement } from "@micro-shop/common/database/updateStatement";
import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  inArray,
  lt,
  lte,
  notInArray,
  sql,
} from "drizzle-orm";
import { unionAll } from "drizzle-orm/mysql-core";
import type { OrderStatus } from "./orderStatus";
import { orderLines, orders } from "./tables";

export type OrderRow = typeof orders.$inferSelect;

/** Orders by id, in any order; one statement. */
export const findOrders = readByStatement<OrderRow>(
  getTableColumns(orders),
  orders.id,
  (builder, isWanted) => builder.select().from(orders).where(isWanted),
);

export async function findOrder(executor: DatabaseExecutor, id: string): Promise<OrderRow | null> {
  const [row] = await findOrders(executor, [id]);
  return row ?? null;
}

/** Which of these orders are REJECTED; one statement. */
export async function findRejected(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await executor
    .select({ id: orders.id })
    .from(orders)
    .where(and(inArray(orders.id, padInList(ids)), eq(orders.status, "REJECTED")));
  return rows.map(({ id }) => id);
}

/** The order, locked until the transaction ends: what is read of its documents afterwards stays true. Null: there is none. */
export async function lockOrder(transaction: Transaction, id: string): Promise<OrderRow | null> {
  const [row] = await transaction.select().from(orders).where(eq(orders.id, id)).for("update");
  return row ?? null;
}

const insertOrders = insertStatement(orders);

export async function insertOrder(transaction: Transaction, order: OrderRow): Promise<void> {
  await insertOrders(transaction, [order]);
}

/** What identifies the state of an order that a change starts from. */
export interface OrderState {
  readonly id: string;
  readonly status: OrderStatus;
  readonly version: number;
}

export type OrderChanges = Partial<Omit<OrderRow, "id" | "version">>;

const updateInState = updateStatement<typeof orders, OrderState>(
  orders,
  and(
    eq(orders.id, slot(orders.id)),
    eq(orders.version, slot(orders.version)),
    eq(orders.status, slot(orders.status)),
  ),
);

/** Compare-and-set: false when the order is no longer in the state the change starts from. */
export async function updateOrder(
  transaction: Transaction,
  from: OrderState,
  changes: OrderChanges,
): Promise<boolean> {
  const { id, version, status } = from;
  const change = { ...changes, version: version + 1 };
  const result = await updateInState(transaction, change, { id, version, status });
  return result.affectedRows === 1;
}

/** Delivered orders that nobody has confirmed since then, the oldest first. */
export async function findOrdersDeliveredBefore(
  executor: DatabaseExecutor,
  end: Date,
  limit: number,
): Promise<OrderRow[]> {
  return executor
    .select()
    .from(orders)
    .where(and(eq(orders.status, "DELIVERED"), lte(orders.deliveredAt, end)))
    .orderBy(asc(orders.deliveredAt))
    .limit(limit);
}

/** Which orders of a user; `hidden` ones never. */
export interface OrderFilter {
  /** Null = all. */
  readonly statuses: readonly OrderStatus[] | null;
  readonly hidden: readonly OrderStatus[];
}

export interface OrdersPage extends OrderFilter {
  /** The page begins with the newest order before this one; null = with the newest. */
  readonly beforeId: string | null;
  readonly limit: number;
}

function matching(userId: string, { statuses, hidden }: OrderFilter) {
  return and(
    eq(orders.userId, userId),
    notInArray(orders.status, [...hidden]),
    statuses === null ? undefined : inArray(orders.status, [...statuses]),
  );
}

/** One page for each of several users, newest first within a user (ids sort by creation); one statement. */
export async function listOrdersOfUsers(
  executor: DatabaseExecutor,
  userIds: readonly string[],
  page: OrdersPage,
): Promise<OrderRow[]> {
  const pageOf = (userId: string) =>
    executor
      .select()
      .from(orders)
      .where(
        and(
          matching(userId, page),
          page.beforeId === null ? undefined : lt(orders.id, page.beforeId),
        ),
      )
      .orderBy(desc(orders.id))
      .limit(page.limit);
  const [first, second, ...rest] = userIds;
  if (first === undefined) return [];
  if (second === undefined) return pageOf(first);
  return unionAll(pageOf(first), pageOf(second), ...rest.map(pageOf));
}

/** How many orders each of several users has; users without one are missing. One statement. */
export async function countOrdersOfUsers(
  executor: DatabaseExecutor,
  userIds: readonly string[],
  { statuses, hidden }: OrderFilter,
): Promise<{ userId: string; orders: number }[]> {
  return executor
    .select({ userId: orders.userId, orders: count() })
    .from(orders)
    .where(
      and(
        inArray(orders.userId, padInList(userIds)),
        notInArray(orders.status, [...hidden]),
        statuses === null ? undefined : inArray(orders.status, [...statuses]),
      ),
    )
    .groupBy(orders.userId);
}

/** A user's orders by status, and how many completed ones have a line without a review; one statement. */
export async function countOrdersByStatus(
  executor: DatabaseExecutor,
  userId: string,
): Promise<{ status: OrderStatus; orders: number; toReview: number }[]> {
  const hasLineToReview = sql<number>`exists (select 1 from ${orderLines} where ${orderLines.orderId} = ${orders.id} and ${orderLines.reviewedAt} is null)`;
  const toReview = sql`sum(${orders.status} = 'COMPLETED' and ${hasLineToReview})`;
  return executor
    .select({ status: orders.status, orders: count(), toReview: toReview.mapWith(Number) })
    .from(orders)
    .where(eq(orders.userId, userId))
    .groupBy(orders.status);
}

import {
  decodeCursor,
  encodeCursor,
  pageOf,
  type Page,
} from "@micro-shop/common/graphql/connection";
import { mayRead, ownerOrScope } from "@micro-shop/common/graphql/guards";
import { fault } from "@micro-shop/common/errors";
import { isId } from "@micro-shop/common/ids";
import type { OrderContext } from "../context";
import type { OrderedLine } from "../model/orderLines";
import { countOrdersByStatus, type OrderRow } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import { hiddenStatuses, orderTabs } from "./orderStates";

/** Lets staff see the orders of others. */
export const READ_SCOPE = "order:read";

/** The order, or null when there is none or it is somebody else's. */
export async function findReadableOrder(
  context: OrderContext,
  id: string,
): Promise<OrderRow | null> {
  if (!isId(id)) return null;
  const order = await context.loaders.order.load(id);
  return order && mayRead(context.caller, order.userId, READ_SCOPE) ? order : null;
}

/** The line, or null when there is none or its order is somebody else's. */
export async function findReadableLine(
  context: OrderContext,
  id: string,
): Promise<OrderedLine | null> {
  const line = await context.loaders.orderLine.load(id);
  return line && mayRead(context.caller, line.userId, READ_SCOPE) ? line : null;
}

export interface OrdersQuestion {
  readonly first: number;
  readonly after?: string | null;
  readonly status?: readonly OrderStatus[] | null;
}

/** A page of a user's orders, newest first, without refused ones. Others than the user need order:read. */
export async function listOrders(
  context: OrderContext,
  userId: string,
  { first, after = null, status = null }: OrdersQuestion,
): Promise<Page<OrderRow>> {
  ownerOrScope(context.caller, userId, READ_SCOPE);
  const statuses = status === null || status.length === 0 ? null : [...new Set(status)].toSorted();
  const filter = { statuses, hidden: hiddenStatuses };
  const rows = await context.loaders
    .ordersOfUser({ ...filter, beforeId: orderIdIn(after), limit: first + 1 })
    .load(userId);
  return pageOf(
    rows,
    { first, after },
    (order) => encodeCursor([order.id]),
    async () => {
      const counted = await context.loaders.orderCountOfUser(filter).load(userId);
      return counted?.orders ?? 0;
    },
  );
}

/** The order at which a page ends; null without a cursor. Fault: BAD_REQUEST for a cursor that is not one of ours. */
export function orderIdIn(cursor: string | null): string | null {
  const [id = null] = decodeCursor(cursor, ["string"]) ?? [];
  if (id === null) return null;
  if (typeof id !== "string" || !isId(id)) {
    return fault("BAD_REQUEST", "The cursor in `after` is not one of ours.");
  }
  return id;
}

export interface OrderTabCounts {
  readonly toPay: number;
  readonly toShip: number;
  readonly toReceive: number;
  readonly toReview: number;
}

/** How many of the user's orders wait for what; one statement. */
export async function countOrders(context: OrderContext, userId: string): Promise<OrderTabCounts> {
  const counted = await countOrdersByStatus(context.database.drizzle, userId);
  const sumOf = (statuses: readonly OrderStatus[]): number =>
    counted
      .filter(({ status }) => statuses.includes(status))
      .reduce((sum, { orders }) => sum + orders, 0);
  return {
    toPay: sumOf(orderTabs.toPay),
    toShip: sumOf(orderTabs.toShip),
    toReceive: sumOf(orderTabs.toReceive),
    toReview: counted.reduce((sum, { toReview }) => sum + toReview, 0),
  };
}

import { fault } from "@micro-shop/common/errors";
import { isId } from "@micro-shop/common/ids";
import type { OrderContext } from "../context";
import { findEventVersion, findLatestVersion, type OrderEventRow } from "../model/orderEvents";
import { findReadableOrder } from "./readOrders";

export interface OrderWatch {
  readonly orderId: string;
  /** Id of the last event the client has seen; null = begin with the newest one. */
  readonly after: string | null;
}

/**
 * The stored events of an order, each one once and in order: without `after` from the newest one on, which is the
 * current state, otherwise everything after that event. Throws NOT_FOUND for an order that is not there or somebody
 * else's, BAD_REQUEST for an event the order does not have.
 */
export async function watchOrder(
  context: OrderContext,
  { orderId, after }: OrderWatch,
): Promise<AsyncIterableIterator<OrderEventRow>> {
  const order = await findReadableOrder(context, orderId);
  if (!order) return fault("NOT_FOUND", "There is no such order.");
  return context.feed.listen(orderId, await firstPosition(context, orderId, after));
}

async function firstPosition(
  context: OrderContext,
  orderId: string,
  after: string | null,
): Promise<number> {
  const { drizzle } = context.database;
  if (after === null) {
    const latest = await findLatestVersion(drizzle, orderId);
    // An order that is still being placed has no event yet; its first one will be the first to come.
    return latest === null ? 0 : latest - 1;
  }
  const version = isId(after) ? await findEventVersion(drizzle, orderId, after) : null;
  return version ?? fault("BAD_REQUEST", "The order has no event with the id in `after`.");
}

import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import type { OrderRow, OrderState } from "../model/orders";
import type { OrderActor } from "../model/orderStatus";
import { deliverShipments } from "../model/shipments";
import { changeOrder, type OrderChange } from "./changeOrder";
import type { OrderFeed } from "./orderFeed";

type Feed = Pick<OrderFeed, "wake">;

/**
 * DELIVERED → COMPLETED, and SHIPPED → DELIVERED → COMPLETED: what is still on its way is delivered by that. To be called
 * under the order's lock, of an order in one of the two.
 */
export async function completeOrder(
  feed: Feed,
  transaction: Transaction,
  order: OrderRow,
  actor: OrderActor,
): Promise<void> {
  const from = order.status === "SHIPPED" ? await deliver(feed, transaction, order, actor) : order;
  await become(feed, transaction, { from, to: "COMPLETED", actor });
}

async function deliver(
  feed: Feed,
  transaction: Transaction,
  order: OrderRow,
  actor: OrderActor,
): Promise<OrderState> {
  const deliveredAt = clock.now();
  await deliverShipments(transaction, { orderId: order.id }, deliveredAt);
  const changes = { fulfillmentStatus: "DELIVERED", deliveredAt } as const;
  await become(feed, transaction, { from: order, to: "DELIVERED", actor, changes });
  return { id: order.id, status: "DELIVERED", version: order.version + 1 };
}

async function become(feed: Feed, transaction: Transaction, change: OrderChange): Promise<void> {
  const isChanged = await changeOrder(transaction, feed, change);
  if (!isChanged) throw new Error(`Order ${change.from.id} changed under its lock.`);
}

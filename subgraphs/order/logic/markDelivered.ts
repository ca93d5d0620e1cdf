import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import type { OrderContext } from "../context";
import { lockOrder } from "../model/orders";
import { countOnTheirWay, deliverShipments, findShipment } from "../model/shipments";
import { amendOrder, changeOrder } from "./changeOrder";
import { findParcel, type Parcel } from "./parcel";

/**
 * Notes that a parcel has arrived. With the last one of an order of which all was shipped the order becomes DELIVERED.
 * May be repeated: a delivered parcel stays as it is. Refuses NOT_FOUND.
 */
export async function markDelivered(context: OrderContext, shipmentId: string): Promise<Parcel> {
  const { database, feed } = context;
  await inTransaction(database, (transaction) => deliver(feed, transaction, shipmentId));
  return findParcel(context, shipmentId);
}

async function deliver(
  feed: OrderContext["feed"],
  transaction: Transaction,
  shipmentId: string,
): Promise<void> {
  const found = await findShipment(transaction, shipmentId);
  const order = found && (await lockOrder(transaction, found.orderId));
  if (!order) {
    return refuse("NOT_FOUND", "There is no such shipment.", { path: ["input", "shipmentId"] });
  }
  // Once more, now that nobody else can change it.
  const shipment = await findShipment(transaction, shipmentId);
  if (shipment?.status === "DELIVERED") return;
  const deliveredAt = clock.now();
  await deliverShipments(transaction, { orderId: order.id, id: shipmentId }, deliveredAt);
  const isAll = order.status === "SHIPPED" && (await countOnTheirWay(transaction, order.id)) === 0;
  const isChanged = isAll
    ? await changeOrder(transaction, feed, {
        from: order,
        to: "DELIVERED",
        actor: "STAFF",
        changes: { fulfillmentStatus: "DELIVERED", deliveredAt },
      })
    : await amendOrder(transaction, order, {});
  if (!isChanged) throw new Error(`Order ${order.id} changed under its lock.`);
}

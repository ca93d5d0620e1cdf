import type { OrderContext } from "../context";
import { findOrder, type OrderRow } from "../model/orders";
import { findShipment, type ShipmentRow } from "../model/shipments";

/** A shipment with its order as it is now. */
export interface Parcel {
  readonly shipment: ShipmentRow;
  readonly order: OrderRow;
}

/** Reads a shipment that was just made or changed. Throws when there is none. */
export async function findParcel(
  { database, loaders }: Pick<OrderContext, "database" | "loaders">,
  shipmentId: string,
): Promise<Parcel> {
  const shipment = await findShipment(database.drizzle, shipmentId);
  const order = shipment && (await findOrder(database.drizzle, shipment.orderId));
  if (!order) throw new Error(`Shipment ${shipmentId} is missing.`);
  // A field below may have been loaded by an earlier mutation of this request.
  loaders.shipmentsOfOrder.clear(order.id);
  loaders.eventsOfOrder.clear(order.id);
  return { shipment, order };
}

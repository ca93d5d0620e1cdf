import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { asc, eq, inArray } from "drizzle-orm";
import { shipmentLines, shipments } from "./tables";

export interface ShipmentLine {
  readonly orderLineId: string;
  readonly quantity: number;
}

export interface ShipmentRow {
  readonly id: string;
  readonly orderId: string;
  readonly status: "SHIPPED" | "DELIVERED";
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly lines: readonly ShipmentLine[];
}

/** Shipments of orders with their lines, oldest first; one statement. */
export async function findShipmentsOfOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<ShipmentRow[]> {
  const rows = await executor
    .select({ shipment: shipments, line: shipmentLines })
    .from(shipments)
    .innerJoin(shipmentLines, eq(shipmentLines.shipmentId, shipments.id))
    .where(inArray(shipments.orderId, padInList(orderIds)))
    .orderBy(asc(shipments.id), asc(shipmentLines.id));
  const byId = new Map<string, ShipmentRow & { lines: ShipmentLine[] }>();
  for (const { shipment, line } of rows) {
    const { id, orderId, status, carrier, trackingNumber } = shipment;
    const row = byId.get(id) ?? { id, orderId, status, carrier, trackingNumber, lines: [] };
    row.lines.push({ orderLineId: line.orderLineId, quantity: line.quantity });
    byId.set(id, row);
  }
  return [...byId.values()];
}

import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import { and, asc, count, eq, gt, inArray, notExists, sql, sum } from "drizzle-orm";
import type { LineQuantity } from "./orderLines";
import { orders, shipmentLines, shipments } from "./tables";

export type ShipmentRow = typeof shipments.$inferSelect & {
  readonly lines: readonly LineQuantity[];
};

const rowsOf = (executor: DatabaseExecutor) =>
  executor
    .select({ shipment: shipments, line: shipmentLines })
    .from(shipments)
    .innerJoin(shipmentLines, eq(shipmentLines.shipmentId, shipments.id))
    .orderBy(asc(shipments.id), asc(shipmentLines.id))
    .$dynamic();

/** Shipments of orders with their lines, oldest first; one statement. */
export async function findShipmentsOfOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<ShipmentRow[]> {
  return group(await rowsOf(executor).where(inArray(shipments.orderId, padInList(orderIds))));
}

/** A shipment with its lines; null when there is none. One statement. */
export async function findShipment(
  executor: DatabaseExecutor,
  id: string,
): Promise<ShipmentRow | null> {
  const [row] = group(await rowsOf(executor).where(eq(shipments.id, id)));
  return row ?? null;
}

function group(rows: readonly Awaited<ReturnType<typeof rowsOf>>[number][]): ShipmentRow[] {
  const byId = new Map<string, ShipmentRow & { lines: LineQuantity[] }>();
  for (const { shipment, line } of rows) {
    const row = byId.get(shipment.id) ?? { ...shipment, lines: [] };
    row.lines.push({ orderLineId: line.orderLineId, quantity: line.quantity });
    byId.set(shipment.id, row);
  }
  return [...byId.values()];
}

export interface NewShipment {
  readonly id: string;
  readonly orderId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly shippedAt: Date;
  readonly lines: readonly LineQuantity[];
}

export async function insertShipment(
  transaction: Transaction,
  { lines, ...shipment }: NewShipment,
): Promise<void> {
  await transaction.insert(shipments).values({ ...shipment, status: "SHIPPED" });
  await transaction
    .insert(shipmentLines)
    .values(lines.map((line) => ({ ...line, id: newId(), shipmentId: shipment.id })));
}

/** What has left of each line of an order. */
export async function sumShipped(
  transaction: Transaction,
  orderId: string,
): Promise<LineQuantity[]> {
  const quantity = sum(shipmentLines.quantity).mapWith(Number);
  return transaction
    .select({ orderLineId: shipmentLines.orderLineId, quantity })
    .from(shipments)
    .innerJoin(shipmentLines, eq(shipmentLines.shipmentId, shipments.id))
    .where(eq(shipments.orderId, orderId))
    .groupBy(shipmentLines.orderLineId);
}

/** Notes that parcels of an order which are on their way have arrived: one of them, or all. */
export async function deliverShipments(
  transaction: Transaction,
  which: { readonly orderId: string; readonly id?: string },
  deliveredAt: Date,
): Promise<void> {
  await transaction
    .update(shipments)
    .set({ status: "DELIVERED", deliveredAt })
    .where(
      and(
        eq(shipments.orderId, which.orderId),
        eq(shipments.status, "SHIPPED"),
        which.id === undefined ? undefined : eq(shipments.id, which.id),
      ),
    );
}

/** How many parcels of an order are on their way. */
export async function countOnTheirWay(transaction: Transaction, orderId: string): Promise<number> {
  const [row] = await transaction
    .select({ shipments: count() })
    .from(shipments)
    .where(and(eq(shipments.orderId, orderId), eq(shipments.status, "SHIPPED")));
  return row?.shipments ?? 0;
}

/** Orders all of which left before then and of which a parcel has not been told to have arrived, in any order. */
export async function findOrdersShippedBefore(
  executor: DatabaseExecutor,
  end: Date,
  limit: number,
): Promise<string[]> {
  const later = executor
    .select({ one: sql`1` })
    .from(shipments)
    .where(and(eq(shipments.orderId, orders.id), gt(shipments.shippedAt, end)));
  const rows = await executor
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.status, "SHIPPED"), notExists(later)))
    .limit(limit);
  return rows.map(({ id }) => id);
}

import { padInList } from "@micro-shop/common/database/inList";
import { insertStatement } from "@micro-shop/common/database/insertStatement";
import type { Database, DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { formatId } from "@micro-shop/common/ids";
import { and, asc, eq, inArray, max } from "drizzle-orm";
import type { RowDataPacket } from "mysql2/promise";
import type { OrderActor, OrderStatus } from "./orderStatus";
import { orderEvents } from "./tables";

export type OrderEventRow = typeof orderEvents.$inferSelect;

const insertOrderEvents = insertStatement(orderEvents);

export async function insertOrderEvent(
  transaction: Transaction,
  event: OrderEventRow,
): Promise<void> {
  await insertOrderEvents(transaction, [event]);
}

/** Events of orders, oldest first; one statement. */
export async function findEventsOfOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<OrderEventRow[]> {
  return executor
    .select()
    .from(orderEvents)
    .where(inArray(orderEvents.orderId, padInList(orderIds)))
    .orderBy(asc(orderEvents.version));
}

/** The version an event of an order brought about; null when the order has no such event. */
export async function findEventVersion(
  executor: DatabaseExecutor,
  orderId: string,
  eventId: string,
): Promise<number | null> {
  const [row] = await executor
    .select({ version: orderEvents.version })
    .from(orderEvents)
    .where(and(eq(orderEvents.id, eventId), eq(orderEvents.orderId, orderId)));
  return row?.version ?? null;
}

/** Version of the newest event of an order; null when it has none. */
export async function findLatestVersion(
  executor: DatabaseExecutor,
  orderId: string,
): Promise<number | null> {
  const [row] = await executor
    .select({ version: max(orderEvents.version) })
    .from(orderEvents)
    .where(eq(orderEvents.orderId, orderId));
  return row?.version ?? null;
}

/** How far somebody has read the events of an order. */
export interface EventPosition {
  readonly orderId: string;
  readonly version: number;
}

interface EventPacket extends RowDataPacket {
  readonly id: Buffer;
  readonly order_id: Buffer;
  readonly version: number;
  readonly status: OrderStatus;
  readonly actor: OrderActor;
  readonly note: string | null;
  readonly at: Date;
}

// Positions travel as one parameter, so that any number of listeners needs one prepared statement.
const EVENTS_AFTER = `
  SELECT e.id, e.order_id, e.version, e.status, e.actor, e.note, e.at
  FROM json_table(?, '$[*]' COLUMNS (o CHAR(32) PATH '$.o', v INT PATH '$.v')) AS known
  JOIN order_event e ON e.order_id = unhex(known.o) AND e.version > known.v
  ORDER BY e.order_id, e.version`;

/** All events beyond the given positions, by order and version; one statement whatever the number of positions. */
export async function findEventsAfter(
  database: Database,
  positions: readonly EventPosition[],
): Promise<OrderEventRow[]> {
  const parameter = positions.map(({ orderId, version }) => ({
    o: orderId.replaceAll("-", ""),
    v: version,
  }));
  const [rows] = await database.pool.execute<EventPacket[]>(EVENTS_AFTER, [
    JSON.stringify(parameter),
  ]);
  return rows.map(({ id, order_id, version, status, actor, note, at }) => ({
    id: formatId(id),
    orderId: formatId(order_id),
    version,
    status,
    actor,
    note,
    at,
  }));
}

import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import type { Currency } from "@micro-shop/common/money";
import { asc, eq, getTableColumns, inArray } from "drizzle-orm";
import { orderLines, orders } from "./tables";

export type OrderLineRow = typeof orderLines.$inferSelect;

/** How many of a line. */
export interface LineQuantity {
  readonly orderLineId: string;
  readonly quantity: number;
}

/** A line with what it takes from its order: the currency, and whose it is. */
export interface OrderedLine extends OrderLineRow {
  readonly currency: Currency;
  readonly userId: string;
}

const columns = {
  ...getTableColumns(orderLines),
  currency: orders.currency,
  userId: orders.userId,
};

export async function insertOrderLines(
  transaction: Transaction,
  lines: readonly OrderLineRow[],
): Promise<void> {
  await transaction.insert(orderLines).values([...lines]);
}

/** Lines of orders, in the order of their positions; one statement. */
export async function findLinesOfOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<OrderedLine[]> {
  return executor
    .select(columns)
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(inArray(orderLines.orderId, padInList(orderIds)))
    .orderBy(asc(orderLines.position));
}

/** Lines by id, in any order; one statement. */
export async function findOrderLines(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<OrderedLine[]> {
  return executor
    .select(columns)
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(inArray(orderLines.id, padInList(ids)));
}

/** What of a line changes with the price of its order. */
export type LinePriceChange = Pick<
  OrderLineRow,
  "id" | "discountMinor" | "adjustmentMinor" | "taxMinor"
>;

/** Gives lines of an order their new prices. To be called in the transaction that changes the order. */
export async function updateLinePrices(
  transaction: Transaction,
  lines: readonly LinePriceChange[],
): Promise<void> {
  for (const { id, ...prices } of lines) {
    await transaction.update(orderLines).set(prices).where(eq(orderLines.id, id));
  }
}

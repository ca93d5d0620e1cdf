import { insertStatement } from "@micro-shop/common/database/insertStatement";
import type { Transaction } from "@micro-shop/common/database/pool";
import { readByStatement } from "@micro-shop/common/database/statement";
import type { Currency } from "@micro-shop/common/money";
import { asc, eq, getTableColumns } from "drizzle-orm";
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

const insertLines = insertStatement(orderLines);

export async function insertOrderLines(
  transaction: Transaction,
  lines: readonly OrderLineRow[],
): Promise<void> {
  await insertLines(transaction, lines);
}

/** Lines of orders, in the order of their positions; one statement. */
export const findLinesOfOrders = readByStatement<OrderedLine>(
  columns,
  orderLines.orderId,
  (builder, isWanted) =>
    builder
      .select(columns)
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(isWanted)
      .orderBy(asc(orderLines.position)),
);

/** Lines by id, in any order; one statement. */
export const findOrderLines = readByStatement<OrderedLine>(
  columns,
  orderLines.id,
  (builder, isWanted) =>
    builder
      .select(columns)
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(isWanted),
);

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

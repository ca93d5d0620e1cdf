import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import type { Currency } from "@micro-shop/common/money";
import { and, asc, eq, inArray, ne, sum } from "drizzle-orm";
import type { LineQuantity } from "./orderLines";
import { orderReturnLines, orderReturns, orders } from "./tables";
import type { ReturnStatus } from "./tables/returns";

export interface ReturnLine extends LineQuantity {
  /** Null until the goods came in. */
  readonly refundMinor: number | null;
}

/** A return with its lines, and whose and in what currency it is. */
export type ReturnRow = typeof orderReturns.$inferSelect & {
  readonly currency: Currency;
  readonly userId: string;
  readonly lines: readonly ReturnLine[];
};

const rowsOf = (executor: DatabaseExecutor) =>
  executor
    .select({
      found: orderReturns,
      line: orderReturnLines,
      currency: orders.currency,
      userId: orders.userId,
    })
    .from(orderReturns)
    .innerJoin(orderReturnLines, eq(orderReturnLines.returnId, orderReturns.id))
    .innerJoin(orders, eq(orders.id, orderReturns.orderId))
    .orderBy(asc(orderReturns.id), asc(orderReturnLines.id))
    .$dynamic();

/** Returns of orders with their lines, oldest first; one statement. */
export async function findReturnsOfOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<ReturnRow[]> {
  return group(await rowsOf(executor).where(inArray(orderReturns.orderId, padInList(orderIds))));
}

/** A return with its lines; null when there is none. One statement. */
export async function findReturn(
  executor: DatabaseExecutor,
  id: string,
): Promise<ReturnRow | null> {
  const [row] = group(await rowsOf(executor).where(eq(orderReturns.id, id)));
  return row ?? null;
}

function group(rows: readonly Awaited<ReturnType<typeof rowsOf>>[number][]): ReturnRow[] {
  const byId = new Map<string, ReturnRow & { lines: ReturnLine[] }>();
  for (const { found, line, currency, userId } of rows) {
    const row = byId.get(found.id) ?? { ...found, currency, userId, lines: [] };
    const { orderLineId, quantity, refundMinor } = line;
    row.lines.push({ orderLineId, quantity, refundMinor });
    byId.set(found.id, row);
  }
  return [...byId.values()];
}

export interface NewReturn {
  readonly id: string;
  readonly orderId: string;
  readonly reason: string;
  readonly requestedAt: Date;
  readonly lines: readonly LineQuantity[];
}

export async function insertReturn(
  transaction: Transaction,
  { lines, ...request }: NewReturn,
): Promise<void> {
  await transaction.insert(orderReturns).values({ ...request, status: "REQUESTED" });
  await transaction
    .insert(orderReturnLines)
    .values(lines.map((line) => ({ ...line, id: newId(), returnId: request.id })));
}

/** What of each line of an order comes or came back; rejected returns do not count. */
export async function sumReturned(
  transaction: Transaction,
  orderId: string,
): Promise<LineQuantity[]> {
  const quantity = sum(orderReturnLines.quantity).mapWith(Number);
  return transaction
    .select({ orderLineId: orderReturnLines.orderLineId, quantity })
    .from(orderReturns)
    .innerJoin(orderReturnLines, eq(orderReturnLines.returnId, orderReturns.id))
    .where(and(eq(orderReturns.orderId, orderId), ne(orderReturns.status, "REJECTED")))
    .groupBy(orderReturnLines.orderLineId);
}

export type ReturnChanges = Partial<Omit<typeof orderReturns.$inferInsert, "id" | "orderId">>;

/** Compare-and-set: false when the return is no longer in that status. */
export async function updateReturn(
  transaction: Transaction,
  from: { readonly id: string; readonly status: ReturnStatus },
  changes: ReturnChanges,
): Promise<boolean> {
  const [result] = await transaction
    .update(orderReturns)
    .set(changes)
    .where(and(eq(orderReturns.id, from.id), eq(orderReturns.status, from.status)));
  return result.affectedRows === 1;
}

/** Fixes what goes back for each line of a return. */
export async function fixLineRefunds(
  transaction: Transaction,
  returnId: string,
  lines: readonly { readonly orderLineId: string; readonly refundMinor: number }[],
): Promise<void> {
  for (const { orderLineId, refundMinor } of lines) {
    await transaction
      .update(orderReturnLines)
      .set({ refundMinor })
      .where(
        and(eq(orderReturnLines.returnId, returnId), eq(orderReturnLines.orderLineId, orderLineId)),
      );
  }
}

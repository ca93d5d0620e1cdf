import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { and, desc, eq, inArray } from "drizzle-orm";
import { cancellationRequests } from "./tables";

export type CancellationRow = typeof cancellationRequests.$inferSelect;

export async function insertCancellation(
  transaction: Transaction,
  request: typeof cancellationRequests.$inferInsert,
): Promise<void> {
  await transaction.insert(cancellationRequests).values(request);
}

/** The request of an order that is open or granted; null when there is none. */
export async function findLiveCancellation(
  executor: DatabaseExecutor,
  orderId: string,
): Promise<CancellationRow | null> {
  const [row] = await executor
    .select()
    .from(cancellationRequests)
    .where(eq(cancellationRequests.liveOrderId, orderId));
  return row ?? null;
}

/** Compare-and-set on the status: false when the request is no longer in it. */
export async function updateCancellation(
  transaction: Transaction,
  from: Pick<CancellationRow, "id" | "status">,
  changes: Partial<Omit<CancellationRow, "id">>,
): Promise<boolean> {
  const [result] = await transaction
    .update(cancellationRequests)
    .set(changes)
    .where(and(eq(cancellationRequests.id, from.id), eq(cancellationRequests.status, from.status)));
  return result.affectedRows === 1;
}

/** Requests of orders, the newest of an order first; one statement. */
export async function findCancellationsOfOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<CancellationRow[]> {
  return executor
    .select()
    .from(cancellationRequests)
    .where(inArray(cancellationRequests.orderId, padInList(orderIds)))
    .orderBy(desc(cancellationRequests.id));
}

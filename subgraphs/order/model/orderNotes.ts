import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { asc, inArray } from "drizzle-orm";
import { orderNotes } from "./tables";

export type OrderNoteRow = typeof orderNotes.$inferSelect;

export async function insertOrderNote(
  executor: DatabaseExecutor,
  note: OrderNoteRow,
): Promise<void> {
  await executor.insert(orderNotes).values(note);
}

/** Notes about orders, oldest first; one statement. */
export async function findNotesOfOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<OrderNoteRow[]> {
  return executor
    .select()
    .from(orderNotes)
    .where(inArray(orderNotes.orderId, padInList(orderIds)))
    .orderBy(asc(orderNotes.id));
}

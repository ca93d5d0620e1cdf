import { asc, eq, inArray, lte, sql, type InferSelectModel } from "drizzle-orm";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { sandboxNotices } from "../tables";

export type SandboxNoticeRow = InferSelectModel<typeof sandboxNotices>;

/** Adds a notice, in the transaction of what it tells. */
export async function insertSandboxNotice(
  transaction: Transaction,
  notice: Pick<SandboxNoticeRow, "id" | "channel" | "body" | "createdAt">,
): Promise<void> {
  await transaction
    .insert(sandboxNotices)
    .values({ ...notice, nextDeliveryAt: notice.createdAt, deliveries: 0 });
}

/** Notices to be sent, the longest waiting first, put off until then: others that look at the same time get others. */
export async function claimDueNotices(
  transaction: Transaction,
  { now, limit, until }: { readonly now: Date; readonly limit: number; readonly until: Date },
): Promise<readonly SandboxNoticeRow[]> {
  const due = await transaction
    .select()
    .from(sandboxNotices)
    .where(lte(sandboxNotices.nextDeliveryAt, now))
    .orderBy(asc(sandboxNotices.nextDeliveryAt))
    .limit(limit)
    .for("update", { skipLocked: true });
  if (due.length > 0) {
    await transaction
      .update(sandboxNotices)
      .set({ nextDeliveryAt: until, deliveries: sql`${sandboxNotices.deliveries} + 1` })
      .where(
        inArray(
          sandboxNotices.id,
          due.map((notice) => notice.id),
        ),
      );
  }
  return due;
}

/** The merchant took the notice. */
export async function noteDelivered(
  executor: DatabaseExecutor,
  id: string,
  now: Date,
): Promise<void> {
  await executor
    .update(sandboxNotices)
    .set({ deliveredAt: now, nextDeliveryAt: null })
    .where(eq(sandboxNotices.id, id));
}

export async function noteUndelivered(
  executor: DatabaseExecutor,
  id: string,
  nextDeliveryAt: Date,
): Promise<void> {
  await executor.update(sandboxNotices).set({ nextDeliveryAt }).where(eq(sandboxNotices.id, id));
}

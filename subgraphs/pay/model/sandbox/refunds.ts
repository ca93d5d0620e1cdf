import { and, asc, eq, lte, ne, sql, type InferSelectModel } from "drizzle-orm";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { sandboxRefunds } from "../tables";

export type SandboxRefundRow = InferSelectModel<typeof sandboxRefunds>;

export async function findSandboxRefund(
  executor: DatabaseExecutor,
  refundKey: string,
): Promise<SandboxRefundRow | null> {
  const [refund] = await executor
    .select()
    .from(sandboxRefunds)
    .where(eq(sandboxRefunds.refundKey, refundKey));
  return refund ?? null;
}

/** What of a charge went back or is about to. Only exact while the charge's row is locked. */
export async function sumSandboxRefunds(
  transaction: Transaction,
  chargeReference: string,
): Promise<number> {
  const [row] = await transaction
    .select({ sum: sql<string>`coalesce(sum(${sandboxRefunds.amountMinor}), 0)` })
    .from(sandboxRefunds)
    .where(
      and(eq(sandboxRefunds.chargeReference, chargeReference), ne(sandboxRefunds.status, "FAILED")),
    );
  return Number(row?.sum ?? 0);
}

/** Throws a duplicate-key error when the key is known. */
export async function insertSandboxRefund(
  transaction: Transaction,
  refund: SandboxRefundRow,
): Promise<void> {
  await transaction.insert(sandboxRefunds).values(refund);
}

/** Pending refunds whose result is due, the longest waiting first. Others that look at the same time get others. */
export async function lockDueRefunds(
  transaction: Transaction,
  now: Date,
  limit: number,
): Promise<readonly SandboxRefundRow[]> {
  return transaction
    .select()
    .from(sandboxRefunds)
    .where(and(lte(sandboxRefunds.resultAt, now), eq(sandboxRefunds.status, "PENDING")))
    .orderBy(asc(sandboxRefunds.resultAt))
    .limit(limit)
    .for("update", { skipLocked: true });
}

/** PENDING → SUCCEEDED, of a refund whose row is locked. */
export async function succeedSandboxRefund(
  transaction: Transaction,
  refund: SandboxRefundRow,
): Promise<SandboxRefundRow> {
  const change = { status: "SUCCEEDED", resultAt: null } as const;
  await transaction
    .update(sandboxRefunds)
    .set(change)
    .where(eq(sandboxRefunds.reference, refund.reference));
  return { ...refund, ...change };
}

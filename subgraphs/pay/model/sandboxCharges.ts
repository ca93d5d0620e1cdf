import {
  asc,
  eq,
  inArray,
  lte,
  sql,
  type InferInsertModel,
  type InferSelectModel,
} from "drizzle-orm";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { sandboxCharges } from "./tables";

export type SandboxChargeRow = InferSelectModel<typeof sandboxCharges>;

/** Adds a charge unless its key is known. */
export async function insertSandboxCharge(
  executor: DatabaseExecutor,
  charge: InferInsertModel<typeof sandboxCharges>,
): Promise<void> {
  await executor.insert(sandboxCharges).ignore().values(charge);
}

export async function findSandboxCharge(
  executor: DatabaseExecutor,
  chargeKey: string,
): Promise<SandboxChargeRow | null> {
  const [charge] = await executor
    .select()
    .from(sandboxCharges)
    .where(eq(sandboxCharges.chargeKey, chargeKey));
  return charge ?? null;
}

/** Charges whose result or notice is due, the longest waiting first. Others that look at the same time get others. */
export async function lockDueCharges(
  transaction: Transaction,
  now: Date,
  limit: number,
): Promise<readonly SandboxChargeRow[]> {
  return transaction
    .select()
    .from(sandboxCharges)
    .where(lte(sandboxCharges.nextDeliveryAt, now))
    .orderBy(asc(sandboxCharges.nextDeliveryAt))
    .limit(limit)
    .for("update", { skipLocked: true });
}

/** The results of pending charges come: they are approved. Until the merchant has taken the notices, they are sent again. */
export async function approveCharges(
  transaction: Transaction,
  references: readonly string[],
  nextDeliveryAt: Date,
): Promise<void> {
  await transaction
    .update(sandboxCharges)
    .set({
      status: "APPROVED",
      nextDeliveryAt,
      deliveries: sql`${sandboxCharges.deliveries} + 1`,
    })
    .where(inArray(sandboxCharges.reference, [...references]));
}

/** The merchant took the notice. */
export async function noteDelivered(
  executor: DatabaseExecutor,
  reference: string,
  now: Date,
): Promise<void> {
  await executor
    .update(sandboxCharges)
    .set({ deliveredAt: now, nextDeliveryAt: null })
    .where(eq(sandboxCharges.reference, reference));
}

export async function noteUndelivered(
  executor: DatabaseExecutor,
  reference: string,
  nextDeliveryAt: Date,
): Promise<void> {
  await executor
    .update(sandboxCharges)
    .set({ nextDeliveryAt })
    .where(eq(sandboxCharges.reference, reference));
}

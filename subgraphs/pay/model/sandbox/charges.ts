import { and, asc, eq, getTableColumns, lte, type InferSelectModel } from "drizzle-orm";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { readByStatement } from "@micro-shop/common/database/statement";
import { sandboxCharges } from "../tables";

export type SandboxChargeRow = InferSelectModel<typeof sandboxCharges>;
type Change = Partial<Pick<SandboxChargeRow, "status" | "capturedMinor" | "declineCode">>;

/** Adds a charge unless its key is known. */
export async function insertSandboxCharge(
  executor: DatabaseExecutor,
  charge: SandboxChargeRow,
): Promise<void> {
  await executor.insert(sandboxCharges).ignore().values(charge);
}

const findByKey = readByStatement<SandboxChargeRow>(
  getTableColumns(sandboxCharges),
  sandboxCharges.chargeKey,
  (builder, isWanted) => builder.select().from(sandboxCharges).where(isWanted),
);

export async function findSandboxCharge(
  executor: DatabaseExecutor,
  chargeKey: string,
): Promise<SandboxChargeRow | null> {
  const [charge] = await findByKey(executor, [chargeKey]);
  return charge ?? null;
}

export async function findSandboxChargeByReference(
  executor: DatabaseExecutor,
  reference: string,
): Promise<SandboxChargeRow | null> {
  const [charge] = await executor
    .select()
    .from(sandboxCharges)
    .where(eq(sandboxCharges.reference, reference));
  return charge ?? null;
}

/** The charge with its row locked, so that what is decided about it stays true until the commit. */
export async function lockSandboxCharge(
  transaction: Transaction,
  chargeKey: string,
): Promise<SandboxChargeRow | null> {
  const [charge] = await transaction
    .select()
    .from(sandboxCharges)
    .where(eq(sandboxCharges.chargeKey, chargeKey))
    .for("update");
  return charge ?? null;
}

/** Changes a charge whose row is locked; nothing comes by itself any more. */
export async function settleSandboxCharge(
  transaction: Transaction,
  charge: SandboxChargeRow,
  change: Change,
): Promise<SandboxChargeRow> {
  await transaction
    .update(sandboxCharges)
    .set({ ...change, resultAt: null })
    .where(eq(sandboxCharges.reference, charge.reference));
  return { ...charge, ...change, resultAt: null };
}

/** Pending charges whose result is due, the longest waiting first. Others that look at the same time get others. */
export async function lockDueCharges(
  transaction: Transaction,
  now: Date,
  limit: number,
): Promise<readonly SandboxChargeRow[]> {
  return transaction
    .select()
    .from(sandboxCharges)
    .where(and(lte(sandboxCharges.resultAt, now), eq(sandboxCharges.status, "PENDING")))
    .orderBy(asc(sandboxCharges.resultAt))
    .limit(limit)
    .for("update", { skipLocked: true });
}

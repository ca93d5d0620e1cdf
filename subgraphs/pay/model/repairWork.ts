import {
  and,
  count,
  desc,
  eq,
  isNotNull,
  isNull,
  lt,
  type InferInsertModel,
  type InferSelectModel,
} from "drizzle-orm";
import { isDuplicateKey } from "@micro-shop/common/database/errors";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { repairWork } from "./tables";

export type RepairWorkRow = InferSelectModel<typeof repairWork>;

/** Opens a piece of work. False when the same was found before, whether or not people have settled it since. */
export async function insertRepairWork(
  executor: DatabaseExecutor,
  work: InferInsertModel<typeof repairWork>,
): Promise<boolean> {
  try {
    await executor.insert(repairWork).values(work);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

export async function findRepairWork(
  executor: DatabaseExecutor,
  id: string,
): Promise<RepairWorkRow | null> {
  const [work] = await executor.select().from(repairWork).where(eq(repairWork.id, id));
  return work ?? null;
}

export interface RepairWorkFilter {
  /** Null: all; else only what is (not) settled. */
  readonly isOpen: boolean | null;
}

/** The newest first. */
export async function listRepairWork(
  executor: DatabaseExecutor,
  filter: RepairWorkFilter,
  { beforeId, limit }: { readonly beforeId: string | null; readonly limit: number },
): Promise<readonly RepairWorkRow[]> {
  return executor
    .select()
    .from(repairWork)
    .where(and(conditionOf(filter), beforeId === null ? undefined : lt(repairWork.id, beforeId)))
    .orderBy(desc(repairWork.id))
    .limit(limit);
}

export async function countRepairWork(
  executor: DatabaseExecutor,
  filter: RepairWorkFilter,
): Promise<number> {
  const [row] = await executor
    .select({ total: count() })
    .from(repairWork)
    .where(conditionOf(filter));
  return row?.total ?? 0;
}

export interface Resolution {
  readonly resolvedAt: Date;
  readonly resolvedBy: string;
  readonly note: string;
}

/** Answers whether this call settled it. */
export async function resolveRepairWorkRow(
  executor: DatabaseExecutor,
  id: string,
  resolution: Resolution,
): Promise<boolean> {
  const [result] = await executor
    .update(repairWork)
    .set(resolution)
    .where(and(eq(repairWork.id, id), isNull(repairWork.resolvedAt)));
  return result.affectedRows === 1;
}

function conditionOf({ isOpen }: RepairWorkFilter) {
  if (isOpen === null) return undefined;
  return isOpen ? isNull(repairWork.resolvedAt) : isNotNull(repairWork.resolvedAt);
}

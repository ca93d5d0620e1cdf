import { clock } from "@micro-shop/common/clock";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import type { PayContext } from "../context";
import { findRepairWork, resolveRepairWorkRow, type RepairWorkRow } from "../model/repairWork";
import type { ResolveRepairWorkInput } from "../types/repairWork.type";

/**
 * Notes that people have settled a piece of repair work. The same note of the same person again changes nothing.
 * Refusals: NOT_FOUND, INVALID_STATE when it was settled before.
 */
export async function resolveRepairWork(
  context: PayContext,
  { id, note }: ResolveRepairWorkInput,
): Promise<RepairWorkRow> {
  const user = signedInUser(context);
  const { drizzle } = context.database;
  await resolveRepairWorkRow(drizzle, id, {
    resolvedAt: clock.now(),
    resolvedBy: user.id,
    note,
  });
  const path = ["input", "id"];
  const work = await findRepairWork(drizzle, id);
  if (!work) return refuse("NOT_FOUND", "There is no such repair work.", { path });
  if (work.resolvedBy === user.id && work.note === note) return work;
  return refuse("INVALID_STATE", "This was settled before.", { path });
}

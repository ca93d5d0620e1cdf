import { clock } from "@micro-shop/common/clock";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import type { PayServices } from "../context";
import { insertRepairWork } from "../model/repairWork";
import type { RepairWorkKind } from "../types/enums";

const MAX_LENGTH = 255;

/** Something that does not fit. */
export interface Finding {
  readonly kind: RepairWorkKind;
  readonly paymentId: string;
  /** The attempt, the refund or the payment. */
  readonly subjectId: string;
  /** What each side says, in one line; cut after 255 characters. The same finding is the same piece of work. */
  readonly found: string;
}

/** Puts what does not fit before people; machines leave it as it is. Found again, it is no new work. */
export async function openRepairWork(
  { log }: Pick<PayServices, "log">,
  executor: DatabaseExecutor,
  finding: Finding,
): Promise<void> {
  const found = finding.found.slice(0, MAX_LENGTH);
  const work = { id: newId(), ...finding, found, openedAt: clock.now() };
  if (await insertRepairWork(executor, work)) log.error({ repairWork: work }, "books do not fit");
}

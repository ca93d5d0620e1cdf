import { clock } from "../clock";
import { isDuplicateKey } from "../database/errors";
import { insertStatement } from "../database/insertStatement";
import type { Transaction } from "../database/pool";
import { inbox } from "./tables";

const insertApplied = insertStatement(inbox);

/**
 * Applies an event's effect once per consumer, in the transaction given: false, and no effect, when it was applied
 * before. A second delivery that comes during the first waits for its commit. One statement beside the effect's own.
 */
export async function applyOnce(
  transaction: Transaction,
  consumer: string,
  eventId: string,
  effect: () => Promise<void>,
): Promise<boolean> {
  try {
    await insertApplied(transaction, [{ consumer, eventId, appliedAt: clock.now() }]);
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
  await effect();
  return true;
}

import { and, eq } from "drizzle-orm";
import { clock } from "../clock";
import { isDuplicateKey } from "../database/errors";
import type { Database, Transaction } from "../database/pool";
import { inTransaction } from "../database/transaction";
import { refuse } from "../errors";
import { keptRefusals, replay, successOf, type StoredOutcome } from "./outcome";
import type { SagaKey } from "./sagaKey";
import { barrier } from "./tables";

/*
 * The participant's side of a saga: each step has one row, written in the transaction of its effect.
 *
 * The row is inserted last, so the usual case costs one statement. That is safe because the primary key, not the order of
 * statements, decides: of two transactions that carry out the same step, one inserts the row and the other fails there,
 * rolls its effect back and answers what the first has left. What a loser's effect saw on the way does not matter: whatever
 * it ended with (its own duplicate key, a refusal because the first took the last item), the row is consulted before
 * anything is answered, and a refusal becomes the answer only by winning the insert itself.
 *
 * An undone step keeps its row with `undone_at`; for a step that never came such a row is made, a tombstone. A forward
 * call that arrives later fails at its insert like any other loser. A compensation that meets an uncommitted forward call
 * waits at the insert of the tombstone until that call has committed, and then undoes it.
 */

/** The step has a row already. Ends the transaction; never leaves this file. */
class StepAnswered extends Error {}

/**
 * Carries out a step once, together with the row that remembers its answer: a repeat gets the same result or the same
 * refusal (INVALID_INPUT and faults are not remembered). Refuses with INVALID_STATE when the step was undone before.
 * Costs one statement beside the effect's own.
 * @param effect answers plain JSON. It may run several times, so it must have no effect outside the transaction.
 */
export async function runForward<Result>(
  database: Database,
  key: SagaKey,
  effect: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await inTransaction(database, async (transaction) => {
      const result = await effect(transaction);
      const row = { result: successOf(result), undoneAt: null };
      if (!(await insertRow(transaction, key, row))) throw new StepAnswered();
      return result;
    });
  } catch (error) {
    return replay<Result>(await settle(database, key, error));
  }
}

/**
 * Undoes a step once. A step that never came, was refused or is undone already needs nothing; one that never came can
 * never come any more. When `undo` throws nothing has happened, and the call may be repeated.
 * @param undo gets what the forward call answered.
 */
export async function runCompensation<Forward>(
  database: Database,
  key: SagaKey,
  undo: (transaction: Transaction, forward: Forward) => Promise<void>,
): Promise<void> {
  await inTransaction(database, (transaction) => compensate(transaction, key, undo));
}

/** `runCompensation` within a transaction that does more, such as the one in which an event is applied. */
export async function compensate<Forward>(
  transaction: Transaction,
  key: SagaKey,
  undo: (transaction: Transaction, forward: Forward) => Promise<void>,
): Promise<void> {
  // The first look is no lock: where there is no row, one may appear before the tombstone. Then there is one to undo.
  for (;;) {
    const [row] = await transaction.select().from(barrier).where(isRowOf(key)).for("update");
    if (!row) {
      if (await insertRow(transaction, key, { result: null, undoneAt: clock.now() })) return;
      continue;
    }
    if (row.undoneAt !== null || !row.result || "refusals" in row.result) return;
    await undo(transaction, replay<Forward>(row.result));
    await transaction.update(barrier).set({ undoneAt: clock.now() }).where(isRowOf(key));
    return;
  }
}

/** The answer that stands after an attempt failed. Throws the error when there is none. */
async function settle(database: Database, key: SagaKey, error: unknown): Promise<StoredOutcome> {
  const refusals = keptRefusals(error);
  if (refusals && (await keep(database, key, { refusals }))) return { refusals };
  // When reading fails too, the first failure is the one that tells, unless it only says that there is something to read; a
  // repeat finds out what stands.
  const rows = await database.drizzle
    .select()
    .from(barrier)
    .where(isRowOf(key))
    .catch((readError: unknown): never => {
      throw error instanceof StepAnswered ? readError : error;
    });
  const [row] = rows;
  if (!row) throw error;
  if (row.undoneAt !== null || !row.result) refuse("INVALID_STATE", "This step has been undone.");
  return row.result;
}

/** Makes an outcome the answer, unless the step has one. */
function keep(database: Database, key: SagaKey, result: StoredOutcome): Promise<boolean> {
  return inTransaction(database, (transaction) =>
    insertRow(transaction, key, { result, undoneAt: null }),
  );
}

/** False when the step has a row. Waits while another transaction that may write it is open. */
async function insertRow(
  transaction: Transaction,
  key: SagaKey,
  row: { readonly result: StoredOutcome | null; readonly undoneAt: Date | null },
): Promise<boolean> {
  try {
    await transaction.insert(barrier).values({ ...key, ...row, createdAt: clock.now() });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function isRowOf({ sagaId, step }: SagaKey) {
  return and(eq(barrier.sagaId, sagaId), eq(barrier.step, step));
}

import { clock } from "../clock";
import type { Database, Transaction } from "../database/pool";
import { refuse } from "../errors";
import { barrierRows, barrierStore, type BarrierRows, type BarrierStore } from "./barrierRows";
import { keptRefusals, refusalsOf, replay, successOf, type StoredOutcome } from "./outcome";
import type { SagaKey } from "./sagaKey";

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
export function runForward<Result>(
  database: Database,
  key: SagaKey,
  effect: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return forwardIn(barrierStore(database), key, effect);
}

/** `runForward` over rows wherever they are. */
export async function forwardIn<Result>(
  store: BarrierStore,
  key: SagaKey,
  effect: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await store.transact(async (transaction) => {
      const result = await effect(transaction);
      const row = { result: successOf(result), undoneAt: null };
      if (!(await store.insert(transaction, key, row))) throw new StepAnswered();
      return result;
    });
  } catch (error) {
    return replay<Result>(await settle(store, key, error));
  }
}

/**
 * Undoes a step once. A step that never came, was refused or is undone already needs nothing; one that never came can
 * never come any more. When `undo` throws nothing has happened, and the call may be repeated.
 * @param undo gets what the forward call answered.
 */
export function runCompensation<Forward>(
  database: Database,
  key: SagaKey,
  undo: (transaction: Transaction, forward: Forward) => Promise<void>,
): Promise<void> {
  return compensateIn(barrierStore(database), key, undo);
}

/** `runCompensation` over rows wherever they are. */
export async function compensateIn<Forward>(
  store: BarrierStore,
  key: SagaKey,
  undo: (transaction: Transaction, forward: Forward) => Promise<void>,
): Promise<void> {
  await store.transact((transaction) => undoOnce(store, transaction, key, undo));
}

/** `runCompensation` within a transaction that does more, such as the one in which an event is applied. */
export async function compensate<Forward>(
  transaction: Transaction,
  key: SagaKey,
  undo: (transaction: Transaction, forward: Forward) => Promise<void>,
): Promise<void> {
  await undoOnce(barrierRows, transaction, key, undo);
}

async function undoOnce<Forward>(
  rows: BarrierRows,
  transaction: Transaction,
  key: SagaKey,
  undo: (transaction: Transaction, forward: Forward) => Promise<void>,
): Promise<void> {
  // The first look is no lock: where there is no row, one may appear before the tombstone. Then there is one to undo.
  for (;;) {
    const row = await rows.lock(transaction, key);
    if (!row) {
      const tombstone = { result: null, undoneAt: clock.now() };
      if (await rows.insert(transaction, key, tombstone)) return;
      continue;
    }
    if (row.undoneAt !== null || !row.result || "refusals" in row.result) return;
    await undo(transaction, replay<Forward>(row.result));
    await rows.markUndone(transaction, key);
    return;
  }
}

/** The answer that stands after an attempt failed. Throws the error when there is none. */
async function settle(store: BarrierStore, key: SagaKey, error: unknown): Promise<StoredOutcome> {
  const refusals = keptRefusals(error);
  if (refusals && (await keep(store, key, { refusals }))) return { refusals };
  // When reading fails too, the first failure is the one that tells, unless it only says that there is something to read, or
  // is a refusal that has not won: answered, it would deny what may have happened. A repeat finds out what stands.
  const row = await store.read(key).catch((readError: unknown): never => {
    const tells = !(error instanceof StepAnswered) && refusalsOf(error) === null;
    throw tells ? error : readError;
  });
  if (!row) throw error;
  if (row.undoneAt !== null || !row.result) refuse("INVALID_STATE", "This step has been undone.");
  return row.result;
}

/** Makes an outcome the answer, unless the step has one. */
function keep(store: BarrierStore, key: SagaKey, result: StoredOutcome): Promise<boolean> {
  return store.transact((transaction) =>
    store.insert(transaction, key, { result, undoneAt: null }),
  );
}

import type { Transaction } from "../database/pool";
import { newId } from "../ids";
import type { StoredRefusal } from "./outcome";
import { LEASE_MS, type ClaimLimits, type NextRun, type SagaRows } from "./sagaRows";
import type { SagaStatus } from "./tables";

/** A saga held by this process. Times are monotonic (`performance.now()`) and on the safe side of the database's. */
export interface HeldSaga {
  readonly id: string;
  readonly kind: string;
  readonly status: SagaStatus;
  /** See the table; ahead of `storedStep` by the remote steps that succeeded since the last write. */
  readonly step: number;
  readonly storedStep: number;
  readonly data: unknown;
  readonly refusals: readonly StoredRefusal[] | null;
  readonly version: number;
  readonly attempts: number;
  /** Whether nobody has held it before, so that nobody can have called a step that this process has not. */
  readonly isFirstRun: boolean;
  readonly leaseEndsAt: number;
  readonly deadlineAt: number;
}

/** Another instance holds the saga by now: whoever gets this must stop at once and touch nothing. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** What carrying out sagas needs of a store. */
export interface SagaStore {
  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Writes a new saga, held by this process, in the transaction of its beginning. One statement. */
  insert(
    transaction: Transaction,
    saga: Pick<HeldSaga, "id" | "kind" | "data">,
    deadlineMs: number,
  ): Promise<HeldSaga>;
  /**
   * Writes a held saga as given, if this process still holds it, and answers how it is held from then on. Throws
   * LeaseLost otherwise. The version grows with each write: who does not know whether a write took effect cannot write
   * again.
   * @param transaction null: on its own.
   */
  write(transaction: Transaction | null, held: HeldSaga, nextRun: NextRun): Promise<HeldSaga>;
  /**
   * Takes up to `limit` sagas that are due: abandoned by their holder, or at the end of their pause. One whose row
   * somebody holds is passed over: a host that hangs in a transaction must not keep the others from being finished.
   */
  claimDue(kinds: readonly string[], limits: ClaimLimits): Promise<readonly HeldSaga[]>;
}

export function createSagaStore(rows: SagaRows): SagaStore {
  return {
    transact: (work) => rows.transact(work),
    insert: (transaction, saga, deadlineMs) => insertSaga(rows, transaction, saga, deadlineMs),
    write: (transaction, held, nextRun) =>
      transaction
        ? writeSaga(rows, transaction, held, nextRun)
        : rows.transact((own) => writeSaga(rows, own, held, nextRun)),
    claimDue: (kinds, limits) => claimDueSagas(rows, kinds, limits),
  };
}

async function insertSaga(
  rows: SagaRows,
  transaction: Transaction,
  { id, kind, data }: Pick<HeldSaga, "id" | "kind" | "data">,
  deadlineMs: number,
): Promise<HeldSaga> {
  const start = performance.now();
  const row = { id, kind, data, status: "RUNNING", step: 0, version: 1, attempts: 0 } as const;
  await rows.insert(transaction, { ...row, leaseOwner: newId() }, deadlineMs);
  return {
    ...row,
    storedStep: 0,
    refusals: null,
    isFirstRun: true,
    leaseEndsAt: start + LEASE_MS,
    deadlineAt: start + deadlineMs,
  };
}

async function writeSaga(
  rows: SagaRows,
  transaction: Transaction,
  held: HeldSaga,
  nextRun: NextRun,
): Promise<HeldSaga> {
  const start = performance.now();
  const { status, step, data, refusals, attempts } = held;
  const version = held.version + 1;
  const progress = { status, step, data, refusals, attempts, version };
  const isWritten = await rows.update(transaction, held, progress, nextRun);
  if (!isWritten) throw new LeaseLost(`Saga ${held.id} has another holder.`);
  return { ...held, version, storedStep: step, leaseEndsAt: start + LEASE_MS };
}

async function claimDueSagas(
  rows: SagaRows,
  kinds: readonly string[],
  limits: ClaimLimits,
): Promise<readonly HeldSaga[]> {
  const start = performance.now();
  const claimed = await rows.transact(async (transaction) => {
    const due = await rows.lockDue(transaction, kinds, limits);
    const ids = due.map(({ row }) => row.id);
    if (ids.length > 0) await rows.take(transaction, ids, newId());
    return due;
  });
  return claimed.map(({ row, leftMs }) => ({
    id: row.id,
    kind: row.kind,
    status: row.status,
    step: row.step,
    storedStep: row.step,
    data: row.data,
    refusals: row.refusals,
    version: row.version + 1,
    attempts: row.attempts,
    isFirstRun: false,
    leaseEndsAt: start + LEASE_MS,
    deadlineAt: start + leftMs,
  }));
}

import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import { clock } from "../clock";
import type { Database, Transaction } from "../database/pool";
import { inTransaction } from "../database/transaction";
import { newId } from "../ids";
import { databaseNow, databaseTimeIn } from "./databaseTime";
import type { StoredRefusal } from "./outcome";
import { saga, type SagaStatus } from "./tables";

/** How long the holder of a saga may be silent before another instance takes it over. */
export const LEASE_MS = 10_000;

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

/** When the saga may be taken by anyone: after the lease, after a pause, or never again. */
export type NextRun = "lease" | "never" | { readonly inMs: number };

/** What carrying out a saga needs of a store. */
export interface SagaStore {
  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * Writes a held saga as given, if this process still holds it, and answers how it is held from then on. Throws
   * LeaseLost otherwise. The version grows with each write: who does not know whether a write took effect cannot write
   * again.
   * @param transaction null: on its own.
   */
  write(transaction: Transaction | null, held: HeldSaga, nextRun: NextRun): Promise<HeldSaga>;
}

export function createSagaStore(database: Database): SagaStore {
  return {
    transact: (work) => inTransaction(database, work),
    write: (transaction, held, nextRun) =>
      transaction
        ? writeSaga(transaction, held, nextRun)
        : inTransaction(database, (own) => writeSaga(own, held, nextRun)),
  };
}

/** Writes a new saga, held by this process, in the transaction of its beginning. One statement. */
export async function insertSaga(
  transaction: Transaction,
  { id, kind, data }: Pick<HeldSaga, "id" | "kind" | "data">,
  deadlineMs: number,
): Promise<HeldSaga> {
  const start = performance.now();
  const row = { id, kind, data, status: "RUNNING", step: 0, version: 1, attempts: 0 } as const;
  await transaction.insert(saga).values({
    ...row,
    leaseOwner: newId(),
    nextRunAt: databaseTimeIn(LEASE_MS),
    deadlineAt: databaseTimeIn(deadlineMs),
    createdAt: clock.now(),
  });
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
  transaction: Transaction,
  held: HeldSaga,
  nextRun: NextRun,
): Promise<HeldSaga> {
  const start = performance.now();
  const { status, step, data, refusals, attempts } = held;
  const version = held.version + 1;
  const [result] = await transaction
    .update(saga)
    .set({ status, step, data, refusals, attempts, version, ...leaseColumns(nextRun) })
    .where(and(eq(saga.id, held.id), eq(saga.version, held.version)));
  if (result.affectedRows === 0) throw new LeaseLost(`Saga ${held.id} has another holder.`);
  return { ...held, version, storedStep: step, leaseEndsAt: start + LEASE_MS };
}

function leaseColumns(nextRun: NextRun) {
  if (nextRun === "lease") return { nextRunAt: databaseTimeIn(LEASE_MS) };
  return { leaseOwner: null, nextRunAt: nextRun === "never" ? null : databaseTimeIn(nextRun.inMs) };
}

/**
 * Takes up to `limit` sagas that are due: abandoned by their holder, or at the end of their pause. One whose row somebody
 * holds is passed over: a host that hangs in a transaction must not keep the others from being finished.
 */
export async function claimDueSagas(
  database: Database,
  kinds: readonly string[],
  limit: number,
): Promise<readonly HeldSaga[]> {
  const start = performance.now();
  const leaseOwner = newId();
  const rows = await inTransaction(database, async (transaction) => {
    const due = await transaction
      .select({ row: saga, leftUs: microsecondsLeft })
      .from(saga)
      .where(and(lte(saga.nextRunAt, databaseNow()), inArray(saga.kind, [...kinds])))
      .orderBy(asc(saga.nextRunAt))
      .limit(limit)
      .for("update", { skipLocked: true });
    if (due.length === 0) return [];
    await transaction
      .update(saga)
      .set({ leaseOwner, nextRunAt: databaseTimeIn(LEASE_MS), version: sql`${saga.version} + 1` })
      .where(
        inArray(
          saga.id,
          due.map(({ row }) => row.id),
        ),
      );
    return due;
  });
  return rows.map(({ row, leftUs }) => ({
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
    deadlineAt: start + Number(leftUs) / 1_000,
  }));
}

const microsecondsLeft = sql<
  number | string
>`timestampdiff(microsecond, utc_timestamp(3), ${saga.deadlineAt})`;

import { and, asc, eq, inArray, lte, notInArray, sql } from "drizzle-orm";
import { clock } from "../clock";
import type { Database, Transaction } from "../database/pool";
import { inTransaction } from "../database/transaction";
import { databaseNow, databaseTimeIn } from "./databaseTime";
import { saga } from "./tables";

/** How long the holder of a saga may be silent before another instance takes it over. */
export const LEASE_MS = 5_000;

/** When the saga may be taken by anyone: after the lease, after a pause, or never again. */
export type NextRun = "lease" | "never" | { readonly inMs: number };

export type SagaRow = typeof saga.$inferSelect;
export type SagaProgress = Pick<
  SagaRow,
  "status" | "step" | "data" | "refusals" | "version" | "attempts"
>;
export type NewSagaRow = Pick<
  SagaRow,
  "id" | "kind" | "data" | "status" | "step" | "version" | "attempts" | "leaseOwner"
>;

/** A saga that may be taken, and how long its deadline was away then; negative when it is over. */
export interface DueSaga {
  readonly row: Omit<SagaRow, "nextRunAt" | "deadlineAt" | "createdAt" | "leaseOwner">;
  readonly leftMs: number;
}

export interface ClaimLimits {
  /** Sagas at most. */
  readonly limit: number;
  /** Ids of sagas that are left alone. */
  readonly except: readonly string[];
}

/** The rows of sagas, one method a statement. What the statements are for is in sagaStore.ts. */
export interface SagaRows {
  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** The lease begins with it. */
  insert(transaction: Transaction, row: NewSagaRow, deadlineMs: number): Promise<void>;
  /** False when the row does not have that version any more: then nothing is written. */
  update(
    transaction: Transaction,
    at: Pick<SagaRow, "id" | "version">,
    progress: SagaProgress,
    nextRun: NextRun,
  ): Promise<boolean>;
  /** Locks due sagas, the longest due first, past those that somebody has locked. */
  lockDue(
    transaction: Transaction,
    kinds: readonly string[],
    limits: ClaimLimits,
  ): Promise<readonly DueSaga[]>;
  /** Gives locked sagas a new holder, a new lease and the next version. */
  take(transaction: Transaction, ids: readonly string[], leaseOwner: string): Promise<void>;
}

/** The rows in MySQL. All times are the database's. */
export function sagaRows(database: Database): SagaRows {
  return {
    transact: (work) => inTransaction(database, work),
    async insert(transaction, row, deadlineMs) {
      await transaction.insert(saga).values({
        ...row,
        nextRunAt: databaseTimeIn(LEASE_MS),
        deadlineAt: databaseTimeIn(deadlineMs),
        createdAt: clock.now(),
      });
    },
    async update(transaction, { id, version }, progress, nextRun) {
      const [result] = await transaction
        .update(saga)
        .set({ ...progress, ...leaseColumns(nextRun) })
        .where(and(eq(saga.id, id), eq(saga.version, version)));
      return result.affectedRows > 0;
    },
    async lockDue(transaction, kinds, { limit, except }) {
      const due = await transaction
        .select({ row: saga, leftUs: microsecondsLeft })
        .from(saga)
        .where(
          and(
            lte(saga.nextRunAt, databaseNow()),
            inArray(saga.kind, [...kinds]),
            except.length > 0 ? notInArray(saga.id, [...except]) : undefined,
          ),
        )
        .orderBy(asc(saga.nextRunAt))
        .limit(limit)
        .for("update", { skipLocked: true });
      return due.map(({ row, leftUs }) => ({ row, leftMs: Number(leftUs) / 1_000 }));
    },
    async take(transaction, ids, leaseOwner) {
      await transaction
        .update(saga)
        .set({ leaseOwner, nextRunAt: databaseTimeIn(LEASE_MS), version: sql`${saga.version} + 1` })
        .where(inArray(saga.id, [...ids]));
    },
  };
}

function leaseColumns(nextRun: NextRun) {
  if (nextRun === "lease") return { nextRunAt: databaseTimeIn(LEASE_MS) };
  return { leaseOwner: null, nextRunAt: nextRun === "never" ? null : databaseTimeIn(nextRun.inMs) };
}

const microsecondsLeft = sql<
  number | string
>`timestampdiff(microsecond, utc_timestamp(3), ${saga.deadlineAt})`;

import { and, asc, eq, inArray, lte, notInArray, sql, type Column, type SQL } from "drizzle-orm";
import { clock } from "../clock";
import type { Database, Transaction } from "../database/pool";
import { numberSlot, slot, writeStatement } from "../database/statement";
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
      const deadlineUs = Math.round(deadlineMs * 1_000);
      await insertHeld(transaction, { ...row, deadlineUs, createdAt: clock.now() });
    },
    async update(transaction, { id, version }, progress, nextRun) {
      const result = await (nextRun === "lease"
        ? keepHeld(transaction, { ...progress, id, heldVersion: version })
        : letGo(transaction, { ...progress, id, heldVersion: version, ...pauseOf(nextRun) }));
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

const insertHeld = writeStatement<
  NewSagaRow & { readonly deadlineUs: number; readonly createdAt: Date }
>((builder) =>
  builder.insert(saga).values({
    id: slot(saga.id),
    kind: slot(saga.kind),
    leaseOwner: slot(saga.leaseOwner, "leaseOwner"),
    createdAt: slot(saga.createdAt, "createdAt"),
    nextRunAt: databaseTimeIn(LEASE_MS),
    deadlineAt: sql`timestampadd(microsecond, ${numberSlot("deadlineUs")}, utc_timestamp(3))`,
    refusals: null,
    ...pick("data", "status", "step", "version", "attempts"),
  }),
);

interface Write extends SagaProgress {
  readonly id: string;
  readonly heldVersion: number;
}

const progressSlots = pick("status", "step", "data", "refusals", "version", "attempts");
const isHeld = and(eq(saga.id, slot(saga.id)), eq(saga.version, slot(saga.version, "heldVersion")));

const keepHeld = writeStatement<Write>((builder) =>
  builder
    .update(saga)
    .set({ ...progressSlots, nextRunAt: databaseTimeIn(LEASE_MS) })
    .where(isHeld),
);

/** Without a pause it is over: adding NULL to a time gives NULL. */
const letGo = writeStatement<Write & { readonly pauseUs: number | null }>((builder) =>
  builder
    .update(saga)
    .set({
      ...progressSlots,
      leaseOwner: null,
      nextRunAt: sql`timestampadd(microsecond, ${numberSlot("pauseUs")}, utc_timestamp(3))`,
    })
    .where(isHeld),
);

function pauseOf(nextRun: Exclude<NextRun, "lease">): { readonly pauseUs: number | null } {
  return { pauseUs: nextRun === "never" ? null : Math.round(nextRun.inMs * 1_000) };
}

/** Slots named after the columns' properties, which are their names in the database too. */
function pick<Name extends "data" | "status" | "step" | "version" | "attempts" | "refusals">(
  ...names: readonly Name[]
): { [Key in Name]: SQL<SagaRow[Key]> } {
  const slots = names.map((name) => [name, slot<Column>(saga[name])] as const);
  return Object.fromEntries(slots) as { [Key in Name]: SQL<SagaRow[Key]> };
}

const microsecondsLeft = sql<
  number | string
>`timestampdiff(microsecond, utc_timestamp(3), ${saga.deadlineAt})`;

import {
  char,
  index,
  int,
  longtext,
  mysqlTable,
  primaryKey,
  varbinary,
  varchar,
} from "drizzle-orm/mysql-core";
import { json, timestampMs, uuid } from "../database/columns";
import type { StoredOutcome, StoredRefusal } from "./outcome";

/**
 * Tables of messaging. A subgraph exports those it uses from its own `model/tables.ts`, so that its migrations make them.
 * Times that decide who may act (`available_at`, `next_run_at`, `deadline_at`) are written and compared by the database's
 * clock alone.
 */

/** Client keys of mutations that must not happen twice; remembered for as long as `messageSweep` says. */
export const idempotency = mysqlTable(
  "idempotency",
  {
    userId: uuid("user_id").notNull(),
    operation: varchar("operation", { length: 64 }).notNull(),
    // Bytes, not text: text comparison would take "key" and "key " for the same.
    key: varbinary("idempotency_key", { length: 1020 }).notNull(),
    requestHash: char("request_hash", { length: 43 }).notNull(),
    /** Null only while the transaction that writes the row is open. */
    result: json<StoredOutcome>("result"),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.operation, table.key] }),
    index("idempotency_age").on(table.createdAt),
  ],
);

/** What each step of each saga did here. */
export const barrier = mysqlTable(
  "barrier",
  {
    sagaId: uuid("saga_id").notNull(),
    step: varchar("step", { length: 64 }).notNull(),
    /** What the forward call answered; null when the step was undone before it ever came. */
    result: json<StoredOutcome>("result"),
    /** Set: undone, or never to be done. */
    undoneAt: timestampMs("undone_at"),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sagaId, table.step] }),
    index("barrier_undone").on(table.undoneAt),
  ],
);

/** Events on their way: a row for each consumer, so that each proceeds at its own pace. */
export const outbox = mysqlTable(
  "outbox",
  {
    eventId: uuid("event_id").notNull(),
    consumer: varchar("consumer", { length: 32 }).notNull(),
    topic: varchar("topic", { length: 64 }).notNull(),
    /** JSON text. */
    payload: longtext("payload").notNull(),
    occurredAt: timestampMs("occurred_at").notNull(),
    /** Not to be sent before: the end of a claim or of a pause after a failure. */
    availableAt: timestampMs("available_at").notNull(),
    claimId: uuid("claim_id"),
    attempts: int("attempts").notNull().default(0),
    publishedAt: timestampMs("published_at"),
  },
  (table) => [
    primaryKey({ columns: [table.eventId, table.consumer] }),
    index("outbox_pending").on(table.publishedAt, table.consumer, table.eventId),
  ],
);

/** Events that have been applied here. */
export const inbox = mysqlTable(
  "inbox",
  {
    consumer: varchar("consumer", { length: 64 }).notNull(),
    eventId: uuid("event_id").notNull(),
    appliedAt: timestampMs("applied_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.consumer, table.eventId] }),
    index("inbox_age").on(table.appliedAt),
  ],
);

export const sagaStatuses = ["RUNNING", "UNDOING", "DONE", "UNDONE"] as const;

/** RUNNING and UNDOING are under way; DONE and UNDONE are final. */
export type SagaStatus = (typeof sagaStatuses)[number];

/** Work that spans services, each with the progress it must not forget. */
export const saga = mysqlTable(
  "saga",
  {
    id: uuid("id").primaryKey(),
    kind: varchar("kind", { length: 64 }).notNull(),
    status: varchar("status", { length: 16, enum: sagaStatuses }).notNull(),
    /** RUNNING: index of the next step. UNDOING: number of steps that still have to be undone. */
    step: int("step").notNull(),
    data: json<unknown>("data").notNull(),
    /** Why it is undone; null without or when it ran out of time. */
    refusals: json<readonly StoredRefusal[]>("refusals"),
    /** Grows with every write; a writer that knows an older one has lost the saga. */
    version: int("version").notNull(),
    leaseOwner: uuid("lease_owner"),
    /** When the next instance may take it: the end of the lease or of the pause after a failure. Null when it has ended. */
    nextRunAt: timestampMs("next_run_at"),
    attempts: int("attempts").notNull(),
    /** After this it is undone instead of carried on, where that is still possible. */
    deadlineAt: timestampMs("deadline_at").notNull(),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [index("saga_next_run").on(table.nextRunAt, table.createdAt)],
);

import { index, int, mysqlTable, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { RepairWorkKind } from "../../types/enums";
import { payments } from "./payments";

/** Where the books do not fit: found by machines, settled by people, and never edited away. */
export const repairWork = mysqlTable(
  "repair_work",
  {
    id: uuid("id").primaryKey(),
    kind: varchar("kind", { length: 30 }).$type<RepairWorkKind>().notNull(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payments.id),
    /** The attempt, the refund or the payment itself. */
    subjectId: uuid("subject_id").notNull(),
    /** One line: what each side says. */
    found: varchar("found", { length: 255 }).notNull(),
    openedAt: timestampMs("opened_at").notNull(),
    resolvedAt: timestampMs("resolved_at"),
    resolvedBy: uuid("resolved_by"),
    note: varchar("note", { length: 500 }),
  },
  (table) => [
    // The same finding is one piece of work however often it is found, also once people have settled it.
    uniqueIndex("repair_work_finding").on(table.subjectId, table.kind, table.found),
    index("repair_work_payment").on(table.paymentId),
    index("repair_work_open").on(table.resolvedAt, table.id),
  ],
);

/** Comparisons with the books of the providers: one a slot of time, by whichever instance comes first. */
export const reconciliations = mysqlTable("reconciliation", {
  slot: timestampMs("slot").primaryKey(),
  startedAt: timestampMs("started_at").notNull(),
  /** Null while it is under way, and for ever when its process died: the next one covers the same days. */
  finishedAt: timestampMs("finished_at"),
  /** Charges, refunds and payments that were compared. */
  compared: int("compared").notNull(),
  /** Those of them a provider did not answer about. */
  unanswered: int("unanswered").notNull(),
  /** Those that differ, known differences included. */
  differing: int("differing").notNull(),
});

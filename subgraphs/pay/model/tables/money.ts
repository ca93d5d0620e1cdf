import { sql } from "drizzle-orm";
import { check, index, int, mysqlTable, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { amountMinor, timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { Currency } from "@micro-shop/common/money";
import type { RefundStatus } from "../../types/enums";
import { payments } from "./payments";

/** What a provider owes the mall, and what the mall owes its customers in goods. */
export type LedgerAccount =
  | "PROVIDER_SANDBOX"
  | "PROVIDER_STRIPE"
  | "PROVIDER_REDIRECT"
  | "CUSTOMER_ORDERS";

export type LedgerKind = "CAPTURE" | "REFUND";

/** Double entry, append-only: the rows of one transaction sum to zero, and so does the table. */
export const ledgerEntries = mysqlTable(
  "ledger_entry",
  {
    id: uuid("id").primaryKey(),
    /** The attempt's id of a capture, the refund's of a refund, so that each is booked once whatever repeats. */
    transactionId: uuid("transaction_id").notNull(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payments.id),
    refundId: uuid("refund_id"),
    account: varchar("account", { length: 30 }).$type<LedgerAccount>().notNull(),
    kind: varchar("kind", { length: 20 }).$type<LedgerKind>().notNull(),
    /** Signed: a debit is positive. */
    amountMinor: amountMinor("amount_minor").notNull(),
    currency: varchar("currency", { length: 3 }).$type<Currency>().notNull(),
    at: timestampMs("at").notNull(),
  },
  (table) => [
    uniqueIndex("ledger_entry_transaction").on(table.transactionId, table.account),
    index("ledger_entry_payment").on(table.paymentId),
  ],
);

export const refunds = mysqlTable(
  "refund",
  {
    id: uuid("id").primaryKey(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payments.id),
    amountMinor: amountMinor("amount_minor").notNull(),
    currency: varchar("currency", { length: 3 }).$type<Currency>().notNull(),
    status: varchar("status", { length: 20 }).$type<RefundStatus>().notNull(),
    reason: varchar("reason", { length: 500 }),
    /** Made by us, never a client's: what may be asked for again names it, e.g. the saga's step. */
    idempotencyKey: varchar("idempotency_key", { length: 255 }).notNull(),
    /** The provider's name of the refund; null until it told one. The key it gets from us is the refund's id. */
    providerReference: varchar("provider_reference", { length: 100 }),
    /** The provider's code of a FAILED one. */
    failureCode: varchar("failure_code", { length: 50 }),
    /** Null = the system. */
    requestedBy: uuid("requested_by"),
    /** Another person than the requester; null while it waits and when the system approved it. */
    decidedBy: uuid("decided_by"),
    createdAt: timestampMs("created_at").notNull(),
    decidedAt: timestampMs("decided_at"),
    settledAt: timestampMs("settled_at"),
    /** When the provider is asked, for the first time or again; null while it is not granted and once it has ended. */
    nextTryAt: timestampMs("next_try_at"),
    /** How often it was asked. */
    tries: int("tries").notNull().default(0),
  },
  (table) => [
    uniqueIndex("refund_key").on(table.paymentId, table.idempotencyKey),
    index("refund_payment").on(table.paymentId, table.createdAt, table.id),
    index("refund_due").on(table.nextTryAt),
    index("refund_status").on(table.status, table.paymentId),
    index("refund_settled").on(table.settledAt, table.id),
    check("refund_amount", sql`amount_minor > 0`),
  ],
);

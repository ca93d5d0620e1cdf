import { sql } from "drizzle-orm";
import { check, index, mysqlTable, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
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

/** Double entry, append-only: the rows of one transaction sum to zero, and so does the table. */
export const ledgerEntries = mysqlTable(
  "ledger_entry",
  {
    id: uuid("id").primaryKey(),
    /** Of a capture the attempt's id, so that it is booked once whatever repeats. */
    transactionId: uuid("transaction_id").notNull(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payments.id),
    refundId: uuid("refund_id"),
    account: varchar("account", { length: 30 }).$type<LedgerAccount>().notNull(),
    kind: varchar("kind", { length: 20 }).$type<"CAPTURE" | "REFUND">().notNull(),
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
    idempotencyKey: varchar("idempotency_key", { length: 255 }).notNull(),
    /** Null until it was sent to the provider. */
    providerReference: varchar("provider_reference", { length: 100 }),
    /** Null = the system. */
    requestedBy: uuid("requested_by"),
    /** Another person than the requester; null while it waits and when the system approved it. */
    decidedBy: uuid("decided_by"),
    createdAt: timestampMs("created_at").notNull(),
    settledAt: timestampMs("settled_at"),
  },
  (table) => [
    uniqueIndex("refund_key").on(table.paymentId, table.idempotencyKey),
    index("refund_payment").on(table.paymentId, table.createdAt, table.id),
    check("refund_amount", sql`amount_minor > 0`),
  ],
);

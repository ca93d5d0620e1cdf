import { sql } from "drizzle-orm";
import {
  check,
  index,
  int,
  mysqlTable,
  uniqueIndex,
  varbinary,
  varchar,
} from "drizzle-orm/mysql-core";
import { amountMinor, timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { Currency } from "@micro-shop/common/money";
import type { PaymentEventKind, PaymentProviderName, PaymentStatus } from "../../types/enums";

/**
 * What an attempt has come to. Only one of a payment is ever IN_FLIGHT. Of an AUTHORIZED one the provider is asked to
 * capture (CAPTURING) or to void (VOIDING), until it has done either.
 */
export type AttemptStatus =
  | "IN_FLIGHT"
  | "AUTHORIZED"
  | "CAPTURING"
  | "VOIDING"
  | "CAPTURED"
  | "DECLINED"
  | "VOIDED";

/** One row an order. Every change is a conditional UPDATE on the status that also raises the version. */
export const payments = mysqlTable(
  "payment",
  {
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id").notNull(),
    buyerId: uuid("buyer_id").notNull(),
    status: varchar("status", { length: 20 }).$type<PaymentStatus>().notNull(),
    version: int("version").notNull(),
    /** Of the last attempt; null before the first. */
    provider: varchar("provider", { length: 20 }).$type<PaymentProviderName>(),
    currency: varchar("currency", { length: 3 }).$type<Currency>().notNull(),
    amountMinor: amountMinor("amount_minor").notNull(),
    capturedMinor: amountMinor("captured_minor").notNull(),
    /** Sum of the refunds that have succeeded. */
    refundedMinor: amountMinor("refunded_minor").notNull(),
    /** Where the buyer confirms, for providers that work so. */
    redirectUrl: varchar("redirect_url", { length: 2000 }),
    /** No new attempt after this; one that is in flight may still succeed. */
    expiresAt: timestampMs("expires_at").notNull(),
    createdAt: timestampMs("created_at").notNull(),
    updatedAt: timestampMs("updated_at").notNull(),
    capturedAt: timestampMs("captured_at"),
  },
  (table) => [
    uniqueIndex("payment_order").on(table.orderId),
    index("payment_status").on(table.status, table.id),
    check("payment_amount", sql`amount_minor >= 0`),
    check("payment_captured", sql`captured_minor >= 0 and captured_minor <= amount_minor`),
    check("payment_refunded", sql`refunded_minor >= 0 and refunded_minor <= captured_minor`),
  ],
);

export const paymentAttempts = mysqlTable(
  "payment_attempt",
  {
    /** Also the key the provider knows the charge by, so that asking twice charges once. */
    id: uuid("id").primaryKey(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payments.id),
    /** From 1, without a gap. */
    number: int("number").notNull(),
    provider: varchar("provider", { length: 20 }).$type<PaymentProviderName>().notNull(),
    /** Needed again when the process died before it reached the provider. */
    methodToken: varchar("method_token", { length: 255 }),
    /** The client's key of the request. */
    idempotencyKey: varchar("idempotency_key", { length: 255 }).notNull(),
    /** The provider's own name of the charge; null until it answered. */
    providerReference: varchar("provider_reference", { length: 100 }),
    status: varchar("status", { length: 20 }).$type<AttemptStatus>().notNull(),
    declineCode: varchar("decline_code", { length: 50 }),
    createdAt: timestampMs("created_at").notNull(),
    settledAt: timestampMs("settled_at"),
    /** When the provider is asked what became of it; null once that is known. */
    nextPollAt: timestampMs("next_poll_at"),
    polls: int("polls").notNull(),
    /** Unique, so that of a payment at most one attempt is in flight whatever races. */
    inFlightOf: varbinary("in_flight_of", { length: 16 }).generatedAlwaysAs(
      sql`(case when status = 'IN_FLIGHT' then payment_id else null end)`,
      { mode: "virtual" },
    ),
    /** Unique, so that an order is paid at most once whatever races. */
    capturedOf: varbinary("captured_of", { length: 16 }).generatedAlwaysAs(
      sql`(case when status = 'CAPTURED' then payment_id else null end)`,
      { mode: "virtual" },
    ),
  },
  (table) => [
    uniqueIndex("payment_attempt_number").on(table.paymentId, table.number),
    uniqueIndex("payment_attempt_reference").on(table.provider, table.providerReference),
    uniqueIndex("payment_attempt_in_flight").on(table.inFlightOf),
    uniqueIndex("payment_attempt_captured").on(table.capturedOf),
    index("payment_attempt_poll").on(table.nextPollAt),
    index("payment_attempt_settled").on(table.settledAt, table.id),
  ],
);

/** The history of a payment: one row a change, written in the transaction of the change. */
export const paymentEvents = mysqlTable(
  "payment_event",
  {
    id: uuid("id").primaryKey(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payments.id),
    kind: varchar("kind", { length: 20 }).$type<PaymentEventKind>().notNull(),
    amountMinor: amountMinor("amount_minor").notNull(),
    at: timestampMs("at").notNull(),
  },
  (table) => [index("payment_event_payment").on(table.paymentId, table.at, table.id)],
);

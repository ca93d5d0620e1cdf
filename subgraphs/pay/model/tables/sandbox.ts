import { sql } from "drizzle-orm";
import { check, index, int, mysqlTable, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { amountMinor, timestampMs } from "@micro-shop/common/database/columns";
import type { Currency } from "@micro-shop/common/money";

// The books of the sandbox: what a real provider would keep on its own machines. Only providers/sandbox/server uses
// them, through a pool of its own and never in a transaction of pay's.

/** CARD answers by itself; of WALLET the buyer confirms on a page. */
export type SandboxChannel = "CARD" | "WALLET";
export type SandboxChargeStatus = "PENDING" | "AUTHORIZED" | "CAPTURED" | "VOIDED" | "DECLINED";

export const sandboxCharges = mysqlTable(
  "sandbox_charge",
  {
    /** The sandbox's name of the charge. */
    reference: varchar("reference", { length: 100 }).primaryKey(),
    channel: varchar("channel", { length: 10 }).$type<SandboxChannel>().notNull(),
    /** The merchant's key; the same key is the same charge. */
    chargeKey: varchar("charge_key", { length: 100 }).notNull(),
    amountMinor: amountMinor("amount_minor").notNull(),
    currency: varchar("currency", { length: 3 }).$type<Currency>().notNull(),
    methodToken: varchar("method_token", { length: 255 }).notNull(),
    /** MANUAL: approval only sets the money aside. */
    capture: varchar("capture", { length: 10 }).$type<"AUTOMATIC" | "MANUAL">().notNull(),
    status: varchar("status", { length: 20 }).$type<SandboxChargeStatus>().notNull(),
    capturedMinor: amountMinor("captured_minor").notNull(),
    declineCode: varchar("decline_code", { length: 50 }),
    createdAt: timestampMs("created_at").notNull(),
    /** When a pending result comes by itself: approval with CARD, the end of the page with WALLET. Null: never. */
    resultAt: timestampMs("result_at"),
  },
  (table) => [
    uniqueIndex("sandbox_charge_key").on(table.chargeKey),
    index("sandbox_charge_result").on(table.resultAt),
    check("sandbox_charge_captured", sql`captured_minor >= 0 and captured_minor <= amount_minor`),
  ],
);

export type SandboxRefundStatus = "PENDING" | "SUCCEEDED" | "FAILED";

export const sandboxRefunds = mysqlTable(
  "sandbox_refund",
  {
    /** The sandbox's name of the refund. */
    reference: varchar("reference", { length: 100 }).primaryKey(),
    /** Of its charge. */
    channel: varchar("channel", { length: 10 }).$type<SandboxChannel>().notNull(),
    /** The merchant's key; the same key is the same refund. */
    refundKey: varchar("refund_key", { length: 100 }).notNull(),
    chargeReference: varchar("charge_reference", { length: 100 })
      .notNull()
      .references(() => sandboxCharges.reference),
    amountMinor: amountMinor("amount_minor").notNull(),
    currency: varchar("currency", { length: 3 }).$type<Currency>().notNull(),
    status: varchar("status", { length: 20 }).$type<SandboxRefundStatus>().notNull(),
    failureCode: varchar("failure_code", { length: 50 }),
    createdAt: timestampMs("created_at").notNull(),
    /** When a pending refund succeeds; null once it has a result. */
    resultAt: timestampMs("result_at"),
  },
  (table) => [
    uniqueIndex("sandbox_refund_key").on(table.refundKey),
    index("sandbox_refund_charge").on(table.chargeReference),
    index("sandbox_refund_result").on(table.resultAt),
    check("sandbox_refund_amount", sql`amount_minor > 0`),
  ],
);

/** Results to be told to the merchant until it has taken them. */
export const sandboxNotices = mysqlTable(
  "sandbox_notice",
  {
    /** The same in every delivery. */
    id: varchar("id", { length: 100 }).primaryKey(),
    channel: varchar("channel", { length: 10 }).$type<SandboxChannel>().notNull(),
    /** The bytes that are sent. */
    body: varchar("body", { length: 2000 }).notNull(),
    createdAt: timestampMs("created_at").notNull(),
    /** When it is sent, or sent again; null when nothing is left to send. */
    nextDeliveryAt: timestampMs("next_delivery_at"),
    deliveries: int("deliveries").notNull(),
    /** When the merchant took it (2xx). */
    deliveredAt: timestampMs("delivered_at"),
  },
  (table) => [
    index("sandbox_notice_delivery").on(table.nextDeliveryAt),
    index("sandbox_notice_age").on(table.createdAt),
  ],
);

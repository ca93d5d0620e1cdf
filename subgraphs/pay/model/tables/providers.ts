import { index, int, mysqlTable, primaryKey, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { amountMinor, timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { Currency } from "@micro-shop/common/money";
import type { PaymentProviderName } from "../../types/enums";

/** Genuine notices of providers: each counts once, however often it is delivered. */
export const webhookEvents = mysqlTable(
  "webhook_event",
  {
    provider: varchar("provider", { length: 20 }).$type<PaymentProviderName>().notNull(),
    /** The provider's id of the notice. */
    eventId: varchar("event_id", { length: 100 }).notNull(),
    attemptId: uuid("attempt_id").notNull(),
    /** Whether it changed anything; false when the answer or a poll had told before. */
    receivedAt: timestampMs("received_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.eventId] }),
    index("webhook_event_attempt").on(table.attemptId),
  ],
);

export type SandboxChargeStatus = "PENDING" | "APPROVED" | "DECLINED";

/** The books of the sandbox provider: what a real one would keep on its own machines. Only `providers/sandbox` uses it. */
export const sandboxCharges = mysqlTable(
  "sandbox_charge",
  {
    /** The sandbox's name of the charge. */
    reference: varchar("reference", { length: 100 }).primaryKey(),
    /** The merchant's key; the same key is the same charge. */
    chargeKey: varchar("charge_key", { length: 100 }).notNull(),
    amountMinor: amountMinor("amount_minor").notNull(),
    currency: varchar("currency", { length: 3 }).$type<Currency>().notNull(),
    methodToken: varchar("method_token", { length: 255 }).notNull(),
    status: varchar("status", { length: 20 }).$type<SandboxChargeStatus>().notNull(),
    declineCode: varchar("decline_code", { length: 50 }),
    /** Id of the notice about its result; the same in every delivery. */
    eventId: varchar("event_id", { length: 100 }).notNull(),
    createdAt: timestampMs("created_at").notNull(),
    /** When the result comes or its notice is sent again; null when there is nothing to send. */
    nextDeliveryAt: timestampMs("next_delivery_at"),
    deliveries: int("deliveries").notNull(),
    /** When the merchant took the notice (2xx). */
    deliveredAt: timestampMs("delivered_at"),
  },
  (table) => [
    uniqueIndex("sandbox_charge_key").on(table.chargeKey),
    index("sandbox_charge_delivery").on(table.nextDeliveryAt),
  ],
);

import { index, mysqlTable, primaryKey, varchar } from "drizzle-orm/mysql-core";
import { timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { PaymentProviderName } from "../../types/enums";

/** Genuine notices of providers: each counts once, however often it is delivered. */
export const webhookEvents = mysqlTable(
  "webhook_event",
  {
    provider: varchar("provider", { length: 20 }).$type<PaymentProviderName>().notNull(),
    /** The provider's id of the notice. */
    eventId: varchar("event_id", { length: 100 }).notNull(),
    /** The attempt or the refund it tells of. */
    subjectId: uuid("subject_id").notNull(),
    receivedAt: timestampMs("received_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.eventId] }),
    index("webhook_event_subject").on(table.subjectId),
    index("webhook_event_age").on(table.receivedAt),
  ],
);

import { timestampMs, uuid } from "@micro-shop/common/database/columns";
import { index, mysqlTable, uniqueIndex, varchar } from "drizzle-orm/mysql-core";

export const cancellationStatuses = ["REQUESTED", "APPROVED", "REJECTED"] as const;

export type CancellationStatus = (typeof cancellationStatuses)[number];

/** That somebody wants a paid order cancelled, and what the staff made of it. */
export const cancellationRequests = mysqlTable(
  "cancellation_request",
  {
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id").notNull(),
    /** The order, and null once the request is rejected: so an order has at most one that counts. */
    liveOrderId: uuid("live_order_id"),
    status: varchar("status", { length: 10, enum: cancellationStatuses }).notNull(),
    reason: varchar("reason", { length: 500 }),
    requestedBy: uuid("requested_by").notNull(),
    requestedAt: timestampMs("requested_at").notNull(),
    resolvedBy: uuid("resolved_by"),
    resolvedAt: timestampMs("resolved_at"),
    /** What the staff says to it. */
    note: varchar("note", { length: 500 }),
  },
  (table) => [
    index("cancellation_of_order").on(table.orderId, table.id),
    uniqueIndex("cancellation_live").on(table.liveOrderId),
    index("cancellation_open").on(table.status, table.orderId),
  ],
);

/** What staff wrote down about an order; the buyer never sees it. Append-only. */
export const orderNotes = mysqlTable(
  "order_note",
  {
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id").notNull(),
    authorId: uuid("author_id").notNull(),
    text: varchar("text", { length: 2000 }).notNull(),
    at: timestampMs("at").notNull(),
  },
  (table) => [index("order_note_of_order").on(table.orderId, table.id)],
);

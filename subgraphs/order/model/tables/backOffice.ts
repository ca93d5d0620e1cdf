import { amountMinor, json, timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { StoredRefusal } from "@micro-shop/common/messaging/outcome";
import { sql } from "drizzle-orm";
import { check, index, mysqlTable, uniqueIndex, varchar } from "drizzle-orm/mysql-core";

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

export const priceChangeStatuses = ["PENDING", "APPLIED", "REFUSED"] as const;

export type PriceChangeStatus = (typeof priceChangeStatuses)[number];

/** What staff took off the price of a placed order. PENDING: pay may know the new amount already, the order does not yet. */
export const priceChanges = mysqlTable(
  "price_change",
  {
    /** Its saga's, too. */
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id").notNull(),
    /** The order while it is PENDING, then null: so an order has at most one at a time. */
    liveOrderId: uuid("live_order_id"),
    status: varchar("status", { length: 10, enum: priceChangeStatuses }).notNull(),
    /** What it takes off the goods. */
    discountMinor: amountMinor("discount_minor").notNull(),
    /** The order's total before it. */
    fromMinor: amountMinor("from_minor").notNull(),
    /** The order's total after it. */
    totalMinor: amountMinor("total_minor").notNull(),
    reason: varchar("reason", { length: 500 }).notNull(),
    changedBy: uuid("changed_by").notNull(),
    requestedAt: timestampMs("requested_at").notNull(),
    /** When it was applied or refused. */
    settledAt: timestampMs("settled_at"),
    /** Why it was REFUSED, so that a repeat of the request gets the same answer. */
    refusal: json<readonly StoredRefusal[]>("refusal"),
  },
  (table) => [
    index("price_change_of_order").on(table.orderId, table.id),
    uniqueIndex("price_change_live").on(table.liveOrderId),
    check(
      "price_change_lowers",
      sql`\`discount_minor\` >= 1 and \`total_minor\` >= 1 and \`total_minor\` < \`from_minor\``,
    ),
  ],
);

/** How refunds of an order's money ended, as pay told it. Append-only. */
export const refundOutcomes = mysqlTable(
  "refund_outcome",
  {
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id").notNull(),
    /** The refund in pay. */
    refundId: uuid("refund_id").notNull(),
    amountMinor: amountMinor("amount_minor").notNull(),
    /** Why nothing went back; null when it did. */
    failure: varchar("failure", { length: 100 }),
    at: timestampMs("at").notNull(),
  },
  (table) => [index("refund_outcome_of_order").on(table.orderId, table.id)],
);

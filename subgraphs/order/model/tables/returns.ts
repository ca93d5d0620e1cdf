import { amountMinor, timestampMs, uuid } from "@micro-shop/common/database/columns";
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  int,
  mysqlTable,
  uniqueIndex,
  varchar,
} from "drizzle-orm/mysql-core";

export const returnStatuses = [
  "REQUESTED",
  "APPROVED",
  "RECEIVED",
  "REFUNDED",
  "REJECTED",
] as const;

export type ReturnStatus = (typeof returnStatuses)[number];

/** Goods that go back to the shop, and the money for them that goes back to the buyer. */
export const orderReturns = mysqlTable(
  "order_return",
  {
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id").notNull(),
    status: varchar("status", { length: 10, enum: returnStatuses }).notNull(),
    /** The buyer's words. */
    reason: varchar("reason", { length: 500 }).notNull(),
    requestedAt: timestampMs("requested_at").notNull(),
    approvedBy: uuid("approved_by"),
    approvedAt: timestampMs("approved_at"),
    /** Of the last decision: that the goods may come, that they came, or that they do not. */
    decidedBy: uuid("decided_by"),
    decidedAt: timestampMs("decided_at"),
    /** What the staff says to it. */
    note: varchar("note", { length: 500 }),
    receivedAt: timestampMs("received_at"),
    /** Whether the goods can be sold again; null until they came in. */
    isRestocked: boolean("is_restocked"),
    /** What goes back for it; fixed when the goods came in. */
    refundMinor: amountMinor("refund_minor"),
    /** The refund in pay; null until pay has taken it on. */
    refundId: uuid("refund_id"),
    /** Why the last refund came to nothing; null while one is under way. */
    refundFailure: varchar("refund_failure", { length: 100 }),
    refundedAt: timestampMs("refunded_at"),
  },
  (table) => [
    index("order_return_of_order").on(table.orderId, table.id),
    uniqueIndex("order_return_refund").on(table.refundId),
    check("order_return_refund_minor", sql`\`refund_minor\` >= 0`),
  ],
);

export const orderReturnLines = mysqlTable(
  "order_return_line",
  {
    id: uuid("id").primaryKey(),
    returnId: uuid("return_id").notNull(),
    orderLineId: uuid("order_line_id").notNull(),
    quantity: int("quantity").notNull(),
    /** These units' share of what was paid for the line; fixed when they came in. */
    refundMinor: amountMinor("refund_minor"),
  },
  (table) => [
    uniqueIndex("order_return_line_once").on(table.returnId, table.orderLineId),
    check("order_return_line_quantity", sql`\`quantity\` >= 1`),
    check("order_return_line_refund", sql`\`refund_minor\` >= 0`),
  ],
);

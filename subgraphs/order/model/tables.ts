import { amountMinor, json, timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { StoredRefusal } from "@micro-shop/common/messaging/outcome";
import type { Currency } from "@micro-shop/common/money";
import { sql } from "drizzle-orm";
import {
  boolean,
  char,
  check,
  index,
  int,
  mysqlTable,
  uniqueIndex,
  varchar,
} from "drizzle-orm/mysql-core";
import type { FulfillmentStatus, OrderActor, OrderStatus, PaymentStatus } from "./orderStatus";

export { seeds } from "@micro-shop/common/database/seedOnce";
export { idempotency, inbox, outbox, saga } from "@micro-shop/common/messaging/tables";
export {
  cancellationRequests,
  orderNotes,
  priceChanges,
  refundOutcomes,
} from "./tables/backOffice";
export { orderReturnLines, orderReturns } from "./tables/returns";

/** The postal fields an order copies from the buyer's address book. */
export interface OrderAddress {
  readonly recipient: string;
  readonly phone: string;
  readonly country: string;
  readonly region: string | null;
  readonly city: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly postalCode: string | null;
}

/** One cart a user, and one a guest's token; of the token only its SHA-256 is kept. */
export const carts = mysqlTable(
  "cart",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id"),
    tokenHash: char("token_hash", { length: 64 }),
    createdAt: timestampMs("created_at").notNull(),
    updatedAt: timestampMs("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("cart_user").on(table.userId),
    uniqueIndex("cart_token").on(table.tokenHash),
    index("cart_idle").on(table.userId, table.updatedAt),
    check("cart_has_one_owner", sql`(\`user_id\` is null) <> (\`token_hash\` is null)`),
  ],
);

export const cartLines = mysqlTable(
  "cart_line",
  {
    id: uuid("id").primaryKey(),
    cartId: uuid("cart_id").notNull(),
    skuId: uuid("sku_id").notNull(),
    quantity: int("quantity").notNull(),
    selected: boolean("selected").notNull(),
    addedAt: timestampMs("added_at").notNull(),
  },
  (table) => [
    uniqueIndex("cart_line_sku").on(table.cartId, table.skuId),
    check("cart_line_quantity", sql`\`quantity\` between 1 and 999`),
  ],
);

export const orders = mysqlTable(
  "orders",
  {
    id: uuid("id").primaryKey(),
    orderNo: varchar("order_no", { length: 32 }).notNull(),
    userId: uuid("user_id").notNull(),
    status: varchar("status", { length: 20 }).$type<OrderStatus>().notNull(),
    paymentStatus: varchar("payment_status", { length: 20 }).$type<PaymentStatus>().notNull(),
    fulfillmentStatus: varchar("fulfillment_status", { length: 20 })
      .$type<FulfillmentStatus>()
      .notNull(),
    /** Changes since PENDING (0); every change is a compare-and-set on it. */
    version: int("version").notNull(),
    currency: char("currency", { length: 3 }).$type<Currency>().notNull(),
    itemsMinor: amountMinor("items_minor").notNull(),
    discountMinor: amountMinor("discount_minor").notNull(),
    /** The part of the discount that staff gave after it was placed. */
    adjustmentMinor: amountMinor("adjustment_minor").notNull().default(0),
    shippingMinor: amountMinor("shipping_minor").notNull(),
    taxMinor: amountMinor("tax_minor").notNull(),
    totalMinor: amountMinor("total_minor").notNull(),
    /** What went back of what was paid. */
    refundedMinor: amountMinor("refunded_minor").notNull().default(0),
    shippingMethod: varchar("shipping_method", { length: 32 }).notNull(),
    /** Null until the saga has taken its snapshot. */
    address: json<OrderAddress>("address"),
    couponId: uuid("coupon_id"),
    flashTicketId: uuid("flash_ticket_id"),
    paymentId: uuid("payment_id"),
    /** Why it was REJECTED, so that a repeat of the request gets the same answer. */
    rejection: json<readonly StoredRefusal[]>("rejection"),
    createdAt: timestampMs("created_at").notNull(),
    updatedAt: timestampMs("updated_at").notNull(),
    /** Until when it must be paid. */
    expiresAt: timestampMs("expires_at"),
    /** When it was last looked at after that time, while it stays unpaid. */
    expiryCheckedAt: timestampMs("expiry_checked_at"),
    paidAt: timestampMs("paid_at"),
    /** When the last parcel of all of it had arrived. */
    deliveredAt: timestampMs("delivered_at"),
  },
  (table) => [
    uniqueIndex("orders_order_no").on(table.orderNo),
    index("orders_of_user").on(table.userId, table.id),
    index("orders_of_user_by_status").on(table.userId, table.status, table.id),
    index("orders_unpaid").on(table.status, table.expiresAt),
    index("orders_delivered").on(table.status, table.deliveredAt),
    check(
      "orders_total",
      sql`\`total_minor\` = \`items_minor\` - \`discount_minor\` + \`shipping_minor\` + \`tax_minor\``,
    ),
    check(
      "orders_amounts",
      sql`\`discount_minor\` between 0 and \`items_minor\` and \`shipping_minor\` >= 0 and \`tax_minor\` >= 0`,
    ),
    check("orders_adjustment", sql`\`adjustment_minor\` between 0 and \`discount_minor\``),
    check("orders_refunded", sql`\`refunded_minor\` between 0 and \`total_minor\``),
  ],
);

export const orderLines = mysqlTable(
  "order_line",
  {
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id").notNull(),
    /** Order within the order, from 0. */
    position: int("position").notNull(),
    skuId: uuid("sku_id").notNull(),
    productId: uuid("product_id").notNull(),
    skuCode: varchar("sku_code", { length: 64 }).notNull(),
    /** Product and option values as they were when it was bought. */
    name: varchar("name", { length: 500 }).notNull(),
    quantity: int("quantity").notNull(),
    unitPriceMinor: amountMinor("unit_price_minor").notNull(),
    discountMinor: amountMinor("discount_minor").notNull(),
    /** This line's share of what staff took off after it was placed; a part of the discount. */
    adjustmentMinor: amountMinor("adjustment_minor").notNull().default(0),
    taxMinor: amountMinor("tax_minor").notNull(),
    /** When the buyer reviewed it. */
    reviewedAt: timestampMs("reviewed_at"),
  },
  (table) => [
    uniqueIndex("order_line_position").on(table.orderId, table.position),
    check("order_line_quantity", sql`\`quantity\` between 1 and 999`),
    check(
      "order_line_discount",
      sql`\`discount_minor\` between 0 and \`unit_price_minor\` * \`quantity\``,
    ),
    check("order_line_adjustment", sql`\`adjustment_minor\` between 0 and \`discount_minor\``),
  ],
);

/** Append-only: one row a published change, written in the transaction of the change. */
export const orderEvents = mysqlTable(
  "order_event",
  {
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id").notNull(),
    version: int("version").notNull(),
    status: varchar("status", { length: 20 }).$type<OrderStatus>().notNull(),
    actor: varchar("actor", { length: 10 }).$type<OrderActor>().notNull(),
    note: varchar("note", { length: 500 }),
    at: timestampMs("at").notNull(),
  },
  (table) => [uniqueIndex("order_event_version").on(table.orderId, table.version)],
);

export const shipments = mysqlTable(
  "shipment",
  {
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id").notNull(),
    status: varchar("status", { length: 20 }).$type<"SHIPPED" | "DELIVERED">().notNull(),
    carrier: varchar("carrier", { length: 100 }),
    trackingNumber: varchar("tracking_number", { length: 100 }),
    shippedAt: timestampMs("shipped_at").notNull(),
    deliveredAt: timestampMs("delivered_at"),
  },
  (table) => [index("shipment_of_order").on(table.orderId, table.id)],
);

export const shipmentLines = mysqlTable(
  "shipment_line",
  {
    id: uuid("id").primaryKey(),
    shipmentId: uuid("shipment_id").notNull(),
    orderLineId: uuid("order_line_id").notNull(),
    quantity: int("quantity").notNull(),
  },
  (table) => [
    uniqueIndex("shipment_line_once").on(table.shipmentId, table.orderLineId),
    check("shipment_line_quantity", sql`\`quantity\` >= 1`),
  ],
);

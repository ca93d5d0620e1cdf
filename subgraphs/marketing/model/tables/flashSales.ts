import { sql } from "drizzle-orm";
import {
  char,
  check,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  uniqueIndex,
  varbinary,
  varchar,
} from "drizzle-orm/mysql-core";
import { amountMinor, timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { Currency } from "@micro-shop/common/money";

export const flashSales = mysqlTable(
  "flash_sale",
  {
    id: uuid("id").primaryKey(),
    name: varchar("name", { length: 100 }).notNull(),
    startsAt: timestampMs("starts_at").notNull(),
    endsAt: timestampMs("ends_at").notNull(),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [index("flash_sale_window").on(table.endsAt, table.startsAt)],
);

/** One SKU of a sale. `sold` are the units of its tickets that are not RETURNED. */
export const flashSaleItems = mysqlTable(
  "flash_sale_item",
  {
    id: uuid("id").primaryKey(),
    flashSaleId: uuid("flash_sale_id")
      .notNull()
      .references(() => flashSales.id),
    /** 0 to 99: with its unique key this bounds the items of a sale. */
    position: int("position").notNull(),
    skuId: uuid("sku_id").notNull(),
    productId: uuid("product_id").notNull(),
    flashPriceMinor: amountMinor("flash_price_minor").notNull(),
    currency: char("currency", { length: 3 }).$type<Currency>().notNull(),
    quota: int("quota").notNull(),
    sold: int("sold").notNull().default(0),
    perUserLimit: int("per_user_limit").notNull(),
  },
  (table) => [
    uniqueIndex("flash_sale_item_position").on(table.flashSaleId, table.position),
    uniqueIndex("flash_sale_item_sku").on(table.flashSaleId, table.skuId),
    index("flash_sale_item_product").on(table.productId),
    check("flash_sale_item_position_range", sql`position between 0 and 99`),
    check("flash_sale_item_sold", sql`sold between 0 and quota`),
    check("flash_sale_item_price", sql`flash_price_minor >= 0`),
    check("flash_sale_item_limit", sql`per_user_limit >= 1`),
  ],
);

/** The right to order units of an item until it expires. */
export const flashTickets = mysqlTable(
  "flash_ticket",
  {
    id: uuid("id").primaryKey(),
    itemId: uuid("item_id")
      .notNull()
      .references(() => flashSaleItems.id),
    userId: uuid("user_id").notNull(),
    quantity: int("quantity").notNull(),
    // Bytes, not text: text comparison would take "key" and "key " for the same.
    idempotencyKey: varbinary("idempotency_key", { length: 1020 }).notNull(),
    status: mysqlEnum("status", ["ADMITTED", "ORDERED", "PAID", "RETURNED"]).notNull(),
    orderId: uuid("order_id"),
    createdAt: timestampMs("created_at").notNull(),
    expiresAt: timestampMs("expires_at").notNull(),
  },
  (table) => [
    uniqueIndex("flash_ticket_key").on(table.userId, table.idempotencyKey),
    uniqueIndex("flash_ticket_order").on(table.orderId),
    index("flash_ticket_item").on(table.itemId, table.userId),
    index("flash_ticket_expiry").on(table.status, table.expiresAt),
    check("flash_ticket_quantity", sql`quantity >= 1`),
  ],
);

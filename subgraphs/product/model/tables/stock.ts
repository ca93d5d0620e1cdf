import { sql } from "drizzle-orm";
import {
  check,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  uniqueIndex,
  varchar,
} from "drizzle-orm/mysql-core";
import { timestampMs, uuid } from "@micro-shop/common/database/columns";

/**
 * The counters of a SKU: one short row, because it is the hot one. 0 ≤ reserved ≤ on_hand at every commit;
 * on_hand = sum of its movements, reserved = sum of its RESERVED reservations. The product of a SKU never changes.
 */
export const skuStock = mysqlTable(
  "sku_stock",
  {
    skuId: uuid("sku_id").primaryKey(),
    productId: uuid("product_id").notNull(),
    onHand: int("on_hand").notNull(),
    reserved: int("reserved").notNull().default(0),
  },
  (table) => [
    index("sku_stock_product").on(table.productId),
    check("sku_stock_reserved", sql`reserved >= 0`),
    check("sku_stock_on_hand", sql`on_hand >= reserved`),
  ],
);

/** What an order (or the quota of a flash sale item) holds of a SKU, or held before it was paid or given up. */
export const stockReservation = mysqlTable(
  "stock_reservation",
  {
    id: uuid("id").primaryKey(),
    kind: mysqlEnum("kind", ["ORDER", "FLASH_SALE"]).notNull(),
    /** The order's id, or the flash sale item's. */
    referenceId: uuid("reference_id").notNull(),
    skuId: uuid("sku_id").notNull(),
    quantity: int("quantity").notNull(),
    /** Units of a COMMITTED row that came back on hand. */
    restockedQuantity: int("restocked_quantity").notNull().default(0),
    status: mysqlEnum("status", ["RESERVED", "COMMITTED", "RELEASED"]).notNull(),
    createdAt: timestampMs("created_at").notNull(),
    expiresAt: timestampMs("expires_at").notNull(),
    settledAt: timestampMs("settled_at"),
  },
  (table) => [
    uniqueIndex("stock_reservation_reference").on(table.referenceId, table.kind, table.skuId),
    index("stock_reservation_sku").on(table.skuId, table.status),
    index("stock_reservation_expiry").on(table.status, table.expiresAt),
    check("stock_reservation_quantity", sql`quantity >= 0`),
    check("stock_reservation_restocked", sql`restocked_quantity between 0 and quantity`),
  ],
);

/** The ledger of stock: append-only; every change of on_hand is a row here. */
export const stockMovement = mysqlTable(
  "stock_movement",
  {
    id: uuid("id").primaryKey(),
    skuId: uuid("sku_id").notNull(),
    kind: mysqlEnum("kind", ["OPENING", "ADJUSTMENT", "COMMIT", "RESTOCK"]).notNull(),
    /** Signed: what it added to on_hand. */
    delta: int("delta").notNull(),
    reason: varchar("reason", { length: 200 }).notNull(),
    /** The order of a COMMIT or RESTOCK. */
    orderId: uuid("order_id"),
    /** Who adjusted; null when no person did. */
    actorId: uuid("actor_id"),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [
    index("stock_movement_sku").on(table.skuId, table.createdAt, table.id),
    index("stock_movement_order").on(table.orderId),
    check("stock_movement_delta", sql`delta <> 0`),
  ],
);

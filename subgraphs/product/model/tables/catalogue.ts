import { sql } from "drizzle-orm";
import {
  char,
  check,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
  type AnyMySqlColumn,
} from "drizzle-orm/mysql-core";
import { amountMinor, json, timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { Currency } from "@micro-shop/common/money";

/** One option of a product with its values, in the order they are shown. */
export interface OptionValues {
  readonly name: string;
  readonly values: readonly string[];
}

/** The value a SKU has for one option of its product. */
export interface ChosenOption {
  readonly name: string;
  readonly value: string;
}

export const category = mysqlTable(
  "category",
  {
    id: uuid("id").primaryKey(),
    parentId: uuid("parent_id").references((): AnyMySqlColumn => category.id),
    name: varchar("name", { length: 100 }).notNull(),
    slug: varchar("slug", { length: 120 }).notNull(),
    position: int("position").notNull(),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("category_slug").on(table.slug),
    index("category_siblings").on(table.parentId, table.position, table.id),
  ],
);

/**
 * What lists need stands in the row. Who keeps it: `price_minor` (the lowest price of its SKUs) whoever writes SKUs;
 * `rating_sum` and `rating_count` (published reviews only) whoever publishes or hides a review, in that transaction;
 * `sold_count` the consumer of `order.paid`; `listed_at` (published, until then created) whoever publishes.
 * Whether it is in stock is never stored: the rows of `sku_stock` say so.
 */
export const product = mysqlTable(
  "product",
  {
    id: uuid("id").primaryKey(),
    categoryId: uuid("category_id")
      .notNull()
      .references(() => category.id),
    name: varchar("name", { length: 200 }).notNull(),
    slug: varchar("slug", { length: 120 }).notNull(),
    description: text("description"),
    status: mysqlEnum("status", ["DRAFT", "PUBLISHED", "ARCHIVED"]).notNull(),
    options: json<readonly OptionValues[]>("options").notNull(),
    priceMinor: amountMinor("price_minor").notNull(),
    currency: char("currency", { length: 3 }).$type<Currency>().notNull(),
    ratingSum: int("rating_sum").notNull().default(0),
    ratingCount: int("rating_count").notNull().default(0),
    /** Average rating × 1000, 0 without one: an exact sort key. Never null, but MariaDB has no NOT NULL here. */
    ratingPermille: int("rating_permille").generatedAlwaysAs(
      sql`case when rating_count = 0 then 0 else rating_sum * 1000 div rating_count end`,
      { mode: "stored" },
    ),
    soldCount: int("sold_count").notNull().default(0),
    createdAt: timestampMs("created_at").notNull(),
    updatedAt: timestampMs("updated_at").notNull(),
    listedAt: timestampMs("listed_at").notNull(),
    publishedAt: timestampMs("published_at"),
    archivedAt: timestampMs("archived_at"),
  },
  (table) => [
    uniqueIndex("product_slug").on(table.slug),
    // One index a sort order, the same again within a category.
    index("product_newest").on(table.status, table.listedAt, table.id),
    index("product_price").on(table.status, table.priceMinor, table.id),
    index("product_rating").on(table.status, table.ratingPermille, table.id),
    index("product_sold").on(table.status, table.soldCount, table.id),
    index("product_category").on(table.categoryId, table.status, table.listedAt, table.id),
    check("product_price_range", sql`price_minor >= 0`),
    check("product_rating_range", sql`rating_sum between rating_count and 5 * rating_count`),
    check("product_sold_range", sql`sold_count >= 0`),
    check("product_published", sql`status <> 'PUBLISHED' or published_at is not null`),
  ],
);

export const sku = mysqlTable(
  "sku",
  {
    id: uuid("id").primaryKey(),
    productId: uuid("product_id")
      .notNull()
      .references(() => product.id),
    code: varchar("code", { length: 64 }).notNull(),
    position: int("position").notNull(),
    options: json<readonly ChosenOption[]>("options").notNull(),
    /** Digest of the options, so that a combination is unique in its product. */
    optionKey: char("option_key", { length: 64 }).notNull(),
    priceMinor: amountMinor("price_minor").notNull(),
    listPriceMinor: amountMinor("list_price_minor"),
    currency: char("currency", { length: 3 }).$type<Currency>().notNull(),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("sku_code").on(table.code),
    uniqueIndex("sku_options").on(table.productId, table.optionKey),
    index("sku_product").on(table.productId, table.position, table.id),
    check("sku_price_range", sql`price_minor >= 0`),
    check("sku_list_price_range", sql`list_price_minor is null or list_price_minor >= price_minor`),
  ],
);

export const productMedia = mysqlTable(
  "product_media",
  {
    id: uuid("id").primaryKey(),
    productId: uuid("product_id")
      .notNull()
      .references(() => product.id),
    position: int("position").notNull(),
    url: varchar("url", { length: 500 }).notNull(),
    alt: varchar("alt", { length: 300 }),
  },
  (table) => [
    uniqueIndex("product_media_order").on(table.productId, table.position),
    // Bounds the list of a product, which takes no page.
    check("product_media_position", sql`position between 0 and 19`),
  ],
);

/** Typed facts to filter by. The text form of the value is what filters compare. */
export const productAttribute = mysqlTable(
  "product_attribute",
  {
    productId: uuid("product_id")
      .notNull()
      .references(() => product.id),
    position: int("position").notNull(),
    name: varchar("name", { length: 100 }).notNull(),
    kind: mysqlEnum("kind", ["TEXT", "NUMBER", "BOOLEAN"]).notNull(),
    value: varchar("value", { length: 200 }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.position] }),
    uniqueIndex("product_attribute_name").on(table.productId, table.name),
    index("product_attribute_value").on(table.name, table.value, table.productId),
    check("product_attribute_position", sql`position between 0 and 49`),
  ],
);

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  uniqueIndex,
  varchar,
} from "drizzle-orm/mysql-core";
import { json, timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { Currency } from "@micro-shop/common/money";

/** What a promotion gives; which fields are set depends on its kind. */
export interface PromotionRule {
  /** PERCENT: whole percent of each unit. */
  readonly percent?: number;
  /** FIXED: minor units off each unit; THRESHOLD: off the order. */
  readonly fixedMinor?: number;
  /** THRESHOLD, FREE_SHIPPING: least spend in minor units. */
  readonly minSpendMinor?: number;
  /** BUY_X_GET_Y: units to buy. */
  readonly buy?: number;
  /** BUY_X_GET_Y: units free. */
  readonly free?: number;
}

export const promotions = mysqlTable(
  "promotion",
  {
    id: uuid("id").primaryKey(),
    name: varchar("name", { length: 100 }).notNull(),
    kind: mysqlEnum("kind", [
      "PERCENT",
      "FIXED",
      "THRESHOLD",
      "BUY_X_GET_Y",
      "FREE_SHIPPING",
    ]).notNull(),
    /** The higher one goes first. */
    priority: int("priority").notNull(),
    stackable: boolean("stackable").notNull(),
    rule: json<PromotionRule>("rule").notNull(),
    currency: char("currency", { length: 3 }).$type<Currency>().notNull(),
    /** Both lists empty: for everything. A category counts for itself, so its children are listed with it. */
    categoryIds: json<readonly string[]>("category_ids").notNull(),
    productIds: json<readonly string[]>("product_ids").notNull(),
    startsAt: timestampMs("starts_at").notNull(),
    endsAt: timestampMs("ends_at").notNull(),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [
    index("promotion_window").on(table.endsAt, table.startsAt),
    check(
      "promotion_percent",
      sql`kind <> 'PERCENT' or coalesce(json_value(rule, '$.percent'), 0) between 1 and 100`,
    ),
    check(
      "promotion_fixed",
      sql`kind <> 'FIXED' or coalesce(json_value(rule, '$.fixedMinor'), 0) >= 1`,
    ),
  ],
);

export const banners = mysqlTable(
  "banner",
  {
    id: uuid("id").primaryKey(),
    placement: mysqlEnum("placement", ["HOME"]).notNull(),
    title: varchar("title", { length: 200 }),
    imageUrl: varchar("image_url", { length: 500 }).notNull(),
    linkUrl: varchar("link_url", { length: 500 }),
    position: int("position").notNull(),
    startsAt: timestampMs("starts_at").notNull(),
    endsAt: timestampMs("ends_at").notNull(),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [index("banner_placement").on(table.placement, table.position)],
);

/** Lists of products, best first; positions of a kind run from 1. */
export const rankings = mysqlTable(
  "ranking",
  {
    kind: mysqlEnum("kind", ["NEWEST", "BEST_RATED", "HOT"]).notNull(),
    position: int("position").notNull(),
    productId: uuid("product_id").notNull(),
    score: bigint("score", { mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.position] }),
    uniqueIndex("ranking_product").on(table.productId, table.kind),
    check("ranking_position", sql`position >= 1`),
  ],
);

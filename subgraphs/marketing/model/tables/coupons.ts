import { sql } from "drizzle-orm";
import {
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
import { amountMinor, json, timestampMs, uuid } from "@micro-shop/common/database/columns";
import type { Currency } from "@micro-shop/common/money";

/** What may be claimed, how often, and what it takes off. `claimed` counts the coupons of it, whatever became of them. */
export const couponTemplates = mysqlTable(
  "coupon_template",
  {
    id: uuid("id").primaryKey(),
    code: varchar("code", { length: 40 }).notNull(),
    name: varchar("name", { length: 100 }).notNull(),
    kind: mysqlEnum("kind", ["PERCENT", "FIXED"]).notNull(),
    /** Whole percent, or minor units of the currency. */
    value: amountMinor("value").notNull(),
    minSpendMinor: amountMinor("min_spend_minor").notNull(),
    currency: char("currency", { length: 3 }).$type<Currency>().notNull(),
    quantity: int("quantity").notNull(),
    claimed: int("claimed").notNull().default(0),
    perUserLimit: int("per_user_limit").notNull(),
    /** Both lists empty: for everything. A category counts for itself, so its children are listed with it. */
    categoryIds: json<readonly string[]>("category_ids").notNull(),
    productIds: json<readonly string[]>("product_ids").notNull(),
    startsAt: timestampMs("starts_at").notNull(),
    endsAt: timestampMs("ends_at").notNull(),
    /** Days a claimed coupon lasts; null: until `ends_at`. */
    validDays: int("valid_days"),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("coupon_template_code").on(table.code),
    index("coupon_template_window").on(table.endsAt, table.startsAt),
    check("coupon_template_claimed", sql`claimed between 0 and quantity`),
    check("coupon_template_limit", sql`per_user_limit >= 1`),
    check("coupon_template_value", sql`value >= 1 and (kind <> 'PERCENT' or value <= 100)`),
    check("coupon_template_min_spend", sql`min_spend_minor >= 0`),
    check("coupon_template_valid_days", sql`valid_days is null or valid_days >= 1`),
  ],
);

/**
 * A coupon in somebody's wallet. That it has expired is never stored: an UNUSED one whose `expires_at` is over is.
 * HELD and USED name the one order they belong to.
 */
export const coupons = mysqlTable(
  "coupon",
  {
    id: uuid("id").primaryKey(),
    templateId: uuid("template_id")
      .notNull()
      .references(() => couponTemplates.id),
    userId: uuid("user_id").notNull(),
    status: mysqlEnum("status", ["UNUSED", "HELD", "USED"]).notNull(),
    orderId: uuid("order_id"),
    claimedAt: timestampMs("claimed_at").notNull(),
    expiresAt: timestampMs("expires_at").notNull(),
    heldAt: timestampMs("held_at"),
    usedAt: timestampMs("used_at"),
  },
  (table) => [
    index("coupon_user").on(table.userId, table.id),
    uniqueIndex("coupon_order").on(table.orderId),
    index("coupon_held").on(table.status, table.heldAt),
    check("coupon_one_order", sql`(status = 'UNUSED') = (order_id is null)`),
  ],
);

/**
 * How many coupons of a template a user has claimed. No foreign key: its shared lock on the template's row would
 * deadlock with the exclusive one that the same claim takes next.
 */
export const couponClaims = mysqlTable(
  "coupon_claim",
  {
    templateId: uuid("template_id").notNull(),
    userId: uuid("user_id").notNull(),
    claimed: int("claimed").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.templateId, table.userId] }),
    check("coupon_claim_claimed", sql`claimed >= 0`),
  ],
);

import { sql } from "drizzle-orm";
import {
  check,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  text,
  uniqueIndex,
} from "drizzle-orm/mysql-core";
import { timestampMs, uuid } from "@micro-shop/common/database/columns";
import { product } from "./catalogue";

/** One review a delivered order line. Only PUBLISHED ones are shown and counted in the product's rating. */
export const review = mysqlTable(
  "review",
  {
    id: uuid("id").primaryKey(),
    productId: uuid("product_id")
      .notNull()
      .references(() => product.id),
    skuId: uuid("sku_id").notNull(),
    orderId: uuid("order_id").notNull(),
    orderLineId: uuid("order_line_id").notNull(),
    userId: uuid("user_id").notNull(),
    rating: int("rating").notNull(),
    text: text("text"),
    status: mysqlEnum("status", ["PUBLISHED", "HIDDEN"]).notNull(),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("review_order_line").on(table.orderLineId),
    index("review_product").on(table.productId, table.status, table.createdAt, table.id),
    index("review_user").on(table.userId, table.createdAt),
    check("review_rating_range", sql`rating between 1 and 5`),
  ],
);

export const reviewReply = mysqlTable(
  "review_reply",
  {
    id: uuid("id").primaryKey(),
    reviewId: uuid("review_id")
      .notNull()
      .references(() => review.id),
    userId: uuid("user_id").notNull(),
    text: text("text").notNull(),
    createdAt: timestampMs("created_at").notNull(),
  },
  (table) => [index("review_reply_order").on(table.reviewId, table.createdAt, table.id)],
);

import { and, eq, inArray, sql } from "drizzle-orm";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { product } from "./tables";
import { isVisibleProduct, type Visibility } from "./visibility";

export type ProductRow = typeof product.$inferSelect;
export type NewProduct = typeof product.$inferInsert;

export function readProducts(
  executor: DatabaseExecutor,
  ids: readonly string[],
  visibility: Visibility,
): Promise<ProductRow[]> {
  return executor
    .select()
    .from(product)
    .where(and(inArray(product.id, [...ids]), isVisibleProduct(visibility)));
}

export async function readProductBySlug(
  executor: DatabaseExecutor,
  slug: string,
  visibility: Visibility,
): Promise<ProductRow | null> {
  const rows = await executor
    .select()
    .from(product)
    .where(and(eq(product.slug, slug), isVisibleProduct(visibility)));
  return rows[0] ?? null;
}

/** Throws a duplicate-key error when the slug is taken, a foreign-key error when there is no such category. */
export async function insertProduct(transaction: Transaction, row: NewProduct): Promise<void> {
  await transaction.insert(product).values(row);
}

/**
 * Puts a draft or archived product on sale; answers whether it did, a published one stays as it is.
 * `published_at` keeps the first time, `listed_at` becomes now: what comes back is new again in the lists.
 */
export async function markPublished(
  executor: DatabaseExecutor,
  id: string,
  now: Date,
): Promise<boolean> {
  const [result] = await executor
    .update(product)
    .set({
      status: "PUBLISHED",
      publishedAt: sql`coalesce(${product.publishedAt}, ${sql.param(now, product.publishedAt)})`,
      listedAt: now,
      updatedAt: now,
      archivedAt: null,
    })
    .where(and(eq(product.id, id), inArray(product.status, ["DRAFT", "ARCHIVED"])));
  return result.affectedRows > 0;
}

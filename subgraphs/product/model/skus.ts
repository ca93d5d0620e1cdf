import { and, asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { readByStatement } from "@micro-shop/common/database/statement";
import { product, sku, skuStock } from "./tables";
import { isVisibleProduct, type Visibility } from "./visibility";

export type NewSku = typeof sku.$inferInsert;

/** A SKU with its counters. */
export interface SkuRow extends Readonly<typeof sku.$inferSelect> {
  readonly onHand: number;
  readonly reserved: number;
}

const skuColumns = {
  ...getTableColumns(sku),
  onHand: skuStock.onHand,
  reserved: skuStock.reserved,
};

/** SKUs by id; those of products outside the visibility are missing. */
export function readSkus(
  executor: DatabaseExecutor,
  ids: readonly string[],
  visibility: Visibility,
): Promise<SkuRow[]> {
  return executor
    .select(skuColumns)
    .from(sku)
    .innerJoin(skuStock, eq(skuStock.skuId, sku.id))
    .innerJoin(product, eq(product.id, sku.productId))
    .where(and(inArray(sku.id, [...ids]), isVisibleProduct(visibility)));
}

/** All SKUs of products the caller has already been let see, in the order they are shown. */
export function readSkusOfProducts(
  executor: DatabaseExecutor,
  productIds: readonly string[],
): Promise<SkuRow[]> {
  return executor
    .select(skuColumns)
    .from(sku)
    .innerJoin(skuStock, eq(skuStock.skuId, sku.id))
    .where(inArray(sku.productId, [...productIds]))
    .orderBy(asc(sku.productId), asc(sku.position), asc(sku.id));
}

/** Throws a duplicate-key error when a code is taken. */
export async function insertSkus(transaction: Transaction, rows: readonly NewSku[]): Promise<void> {
  await transaction.insert(sku).values([...rows]);
}

/** Those of the codes that some SKU has. */
export async function readTakenCodes(
  executor: DatabaseExecutor,
  codes: readonly string[],
): Promise<readonly string[]> {
  const rows = await executor
    .select({ code: sku.code })
    .from(sku)
    .where(inArray(sku.code, [...codes]));
  return rows.map((row) => row.code);
}

/** What other services need to price and sell SKUs, whatever the product's state. */
export interface OfferRow {
  readonly skuId: string;
  readonly productId: string;
  readonly categoryId: string;
  readonly code: string;
  readonly productName: string;
  readonly options: (typeof sku.$inferSelect)["options"];
  readonly priceMinor: number;
  readonly currency: (typeof sku.$inferSelect)["currency"];
  readonly available: number;
  readonly status: (typeof product.$inferSelect)["status"];
}

const offerColumns = {
  skuId: sku.id,
  productId: sku.productId,
  categoryId: product.categoryId,
  code: sku.code,
  productName: product.name,
  options: sku.options,
  priceMinor: sku.priceMinor,
  currency: sku.currency,
  status: product.status,
};

/** The offers of SKUs, unknown ids missing, in no order. */
export const readOffers = readByStatement<OfferRow>(
  { ...offerColumns, available: Number },
  sku.id,
  (builder, isWanted) =>
    builder
      .select({
        ...offerColumns,
        available: sql`${skuStock.onHand} - ${skuStock.reserved}`.mapWith(Number),
      })
      .from(sku)
      .innerJoin(skuStock, eq(skuStock.skuId, sku.id))
      .innerJoin(product, eq(product.id, sku.productId))
      .where(isWanted),
);

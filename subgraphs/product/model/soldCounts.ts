import { eq, inArray, sql } from "drizzle-orm";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import type { SkuQuantity } from "./stock";
import { product, skuStock } from "./tables";

/** Units sold of one product. */
export interface ProductQuantity {
  readonly productId: string;
  readonly quantity: number;
}

/** The lines summed by product, ascending by product id. */
export async function sumByProduct(
  executor: DatabaseExecutor,
  lines: readonly SkuQuantity[],
): Promise<readonly ProductQuantity[]> {
  const skuIds = lines.map((line) => line.skuId);
  const rows = await executor
    .select({ skuId: skuStock.skuId, productId: skuStock.productId })
    .from(skuStock)
    .where(inArray(skuStock.skuId, skuIds));
  const productBySku = new Map(rows.map((row) => [row.skuId, row.productId]));
  const quantities = new Map<string, number>();
  for (const { skuId, quantity } of lines) {
    const productId = productBySku.get(skuId);
    if (productId === undefined) continue;
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .toSorted((left, right) => (left.productId < right.productId ? -1 : 1));
}

/** Counts sold units, one product after the other in ascending id. */
export async function addSold(
  transaction: Transaction,
  sold: readonly ProductQuantity[],
): Promise<void> {
  for (const { productId, quantity } of sold) {
    await transaction
      .update(product)
      .set({ soldCount: sql`${product.soldCount} + ${quantity}` })
      .where(eq(product.id, productId));
  }
}

import { asc, sql } from "drizzle-orm";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { readByStatement } from "@micro-shop/common/database/statement";
import { statementPerLine } from "./perLine";
import type { SkuQuantity } from "./stock";
import { product, skuStock } from "./tables";

/** Units sold of one product. */
export interface ProductQuantity {
  readonly productId: string;
  readonly quantity: number;
}

const skuAndProduct = { skuId: skuStock.skuId, productId: skuStock.productId };

const readProducts = readByStatement<{ skuId: string; productId: string }>(
  skuAndProduct,
  skuStock.skuId,
  (builder, isWanted) => builder.select(skuAndProduct).from(skuStock).where(isWanted),
);

/** The lines summed by product, ascending by product id. */
export async function sumByProduct(
  executor: DatabaseExecutor,
  lines: readonly SkuQuantity[],
): Promise<readonly ProductQuantity[]> {
  const skuIds = lines.map((line) => line.skuId);
  const rows = await readProducts(executor, skuIds);
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

const addToCounts = statementPerLine(product.id, (builder, { isOneOf, quantity }) =>
  builder
    .update(product)
    .set({ soldCount: sql`${product.soldCount} + ${quantity}` })
    .where(isOneOf)
    .orderBy(asc(product.id)),
);

/** Counts sold units, in ascending id; negative ones came back. One statement. */
export async function addSold(
  transaction: Transaction,
  sold: readonly ProductQuantity[],
): Promise<void> {
  if (sold.length === 0) return;
  await addToCounts(
    transaction,
    sold.map(({ productId, quantity }) => [productId, quantity] as const),
  );
}

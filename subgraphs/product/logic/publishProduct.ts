import { clock } from "@micro-shop/common/clock";
import { refuse } from "@micro-shop/common/errors";
import type { ProductContext } from "../context";
import { markPublished, readProducts, type ProductRow } from "../model/products";

/** Puts a product on sale; a published one stays as it is. Refused with NOT_FOUND. */
export async function publishProduct(
  context: ProductContext,
  input: { readonly productId: string },
): Promise<ProductRow> {
  const { drizzle } = context.database;
  await markPublished(drizzle, input.productId, clock.now());
  const [product] = await readProducts(drizzle, [input.productId], "all");
  return (
    product ?? refuse("NOT_FOUND", "There is no such product.", { path: ["input", "productId"] })
  );
}

import { fault } from "@micro-shop/common/errors";
import { isId } from "@micro-shop/common/ids";
import type { ProductContext } from "../context";
import { readProductBySlug, type ProductRow } from "../model/products";

/**
 * One product by its id or its slug, null when there is none the caller may know of.
 * Throws BAD_REQUEST unless exactly one of the two is given.
 */
export async function findProduct(
  context: ProductContext,
  input: { readonly id?: string | null; readonly slug?: string | null },
): Promise<ProductRow | null> {
  const { id, slug } = input;
  if ((id == null) === (slug == null)) {
    fault("BAD_REQUEST", "Give either the id or the slug of the product.");
  }
  if (id != null) return isId(id) ? context.loaders.product.load(id) : null;
  return readProductBySlug(context.database.drizzle, slug ?? "", context.visibility.products);
}

import { groupBy } from "../core/groups";
import { createIds } from "../core/ids";
import { createRandom } from "../core/random";
import type { DemoCategory, DemoProduct, DemoSku } from "../types/catalogue";
import { createCategories } from "./categories";
import { createProduct } from "./products";

/** The goods of the shop, before anybody has bought one. */
export interface Catalogue {
  readonly categories: readonly DemoCategory[];
  readonly products: readonly DemoProduct[];
  readonly skus: readonly DemoSku[];
  /** Units of a SKU that shall be free to sell once all demo orders are counted. */
  readonly freeUnits: ReadonlyMap<string, number>;
  readonly productById: ReadonlyMap<string, DemoProduct>;
  readonly skusByProduct: ReadonlyMap<string, readonly DemoSku[]>;
}

/** Builds categories, products and SKUs; needs nothing of the other rooms. */
export function createCatalogue(now: Date, seed: number): Catalogue {
  const random = createRandom(seed, "catalogue");
  const newId = createIds(createRandom(seed, "catalogue ids"));
  const { categories, shelves } = createCategories(now, newId);
  const products: DemoProduct[] = [];
  const skus: DemoSku[] = [];
  const freeUnits = new Map<string, number>();
  for (const shelf of shelves) {
    for (const item of shelf.plan.items) {
      const made = createProduct({ now, random, newId, shelf, item, ordinal: products.length });
      products.push(made.product);
      skus.push(...made.variants.skus);
      for (const [skuId, units] of made.variants.freeUnits) freeUnits.set(skuId, units);
    }
  }
  return {
    categories,
    products,
    skus,
    freeUnits,
    productById: new Map(products.map((product) => [product.id, product])),
    skusByProduct: groupBy(skus, (sku) => sku.productId),
  };
}

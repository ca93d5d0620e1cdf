import type { Catalogue } from "../catalogue/catalogue";
import type { DemoRandom } from "../core/random";
import type { DemoProduct } from "../types/catalogue";

/** Picks products as a crowd would: some sell much better than others. */
export interface ShopWindow {
  /** A product on sale at `at` that is not in `taken`, of one of the categories when any are given. */
  readonly pick: (
    at: Date,
    taken: ReadonlySet<string>,
    categoryIds?: readonly string[],
  ) => DemoProduct;
}

const isOnSale = (product: DemoProduct, at: Date): boolean =>
  product.publishedAt !== null &&
  product.publishedAt < at &&
  (product.archivedAt === null || product.archivedAt > at);

export function createShopWindow(catalogue: Catalogue, random: DemoRandom): ShopWindow {
  const byPopularity = random.sample(catalogue.products, catalogue.products.length);
  return {
    pick(at, taken, categoryIds = []) {
      const fitting = byPopularity.filter(
        (product) =>
          isOnSale(product, at) &&
          !taken.has(product.id) &&
          (categoryIds.length === 0 || categoryIds.includes(product.categoryId)),
      );
      // The square of a uniform draw crowds at the front: the first quarter gets half of all sales.
      const product = fitting[Math.floor(random.next() ** 2 * fitting.length)];
      if (!product) throw new Error("The demo shop has nothing to sell at that time.");
      return product;
    },
  };
}

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

/** Far more draws than chance ever needs; a bound in place of an endless loop. */
const MAX_DRAWS = 10_000;

const isOnSale = (product: DemoProduct, at: Date): boolean =>
  product.publishedAt !== null &&
  product.publishedAt < at &&
  (product.archivedAt === null || product.archivedAt > at);

export function createShopWindow(catalogue: Catalogue, random: DemoRandom): ShopWindow {
  const byPopularity = random.sample(catalogue.products, catalogue.products.length);
  return {
    pick(at, taken, categoryIds = []) {
      const shelf =
        categoryIds.length === 0
          ? byPopularity
          : byPopularity.filter((product) => categoryIds.includes(product.categoryId));
      for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
        // The square of a uniform draw crowds at the front: the first quarter gets half of all sales.
        const product = shelf[Math.floor(random.next() ** 2 * shelf.length)];
        if (product && !taken.has(product.id) && isOnSale(product, at)) return product;
      }
      throw new Error("The demo shop has nothing to sell at that time.");
    },
  };
}

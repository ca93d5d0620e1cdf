import type { DemoCategory, DemoProduct, DemoSku } from "../types/catalogue";
import type { DemoRating, DemoReview } from "../types/reviews";
import type { DemoReservation, DemoStockLevel, DemoStockMovement } from "../types/stock";
import type { DemoWorld } from "../world";

/** What the product subgraph inserts. */
export interface DemoProductSlice {
  /** Parents before their children. */
  readonly categories: readonly DemoCategory[];
  readonly products: readonly DemoProduct[];
  readonly skus: readonly DemoSku[];
  /** One per SKU. */
  readonly stockLevels: readonly DemoStockLevel[];
  readonly reservations: readonly DemoReservation[];
  readonly stockMovements: readonly DemoStockMovement[];
  readonly reviews: readonly DemoReview[];
  readonly ratings: readonly DemoRating[];
}

export function demoProducts(world: DemoWorld): DemoProductSlice {
  const { categories, products, skus } = world.catalogue();
  const { levels, reservations, movements } = world.stock();
  const { reviews, ratings } = world.reviews();
  return {
    categories,
    products,
    skus,
    stockLevels: levels,
    reservations,
    stockMovements: movements,
    reviews,
    ratings,
  };
}

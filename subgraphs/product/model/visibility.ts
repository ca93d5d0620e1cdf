import { eq, type SQL } from "drizzle-orm";
import { product, review } from "./tables";

/** How much of something a reader may know of: customers what is published, staff with the scope all. */
export type Visibility = "published" | "all";

/** What one caller may know of. */
export interface CallerVisibility {
  readonly products: Visibility;
  readonly reviews: Visibility;
}

/** The condition on `product`; every statement that enters the catalogue by a key carries it. */
export function isVisibleProduct(visibility: Visibility): SQL | undefined {
  return visibility === "all" ? undefined : eq(product.status, "PUBLISHED");
}

/** The condition on `review`, beside the one on its product. */
export function isVisibleReview(visibility: Visibility): SQL | undefined {
  return visibility === "all" ? undefined : eq(review.status, "PUBLISHED");
}

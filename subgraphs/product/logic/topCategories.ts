import type { ProductContext } from "../context";
import { readTopCategories, type CategoryRow } from "../model/categories";

/** The categories without a parent, in menu order. */
export function topCategories(context: ProductContext): Promise<readonly CategoryRow[]> {
  return readTopCategories(context.database.drizzle);
}

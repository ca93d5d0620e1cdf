import type { MarketingContext } from "../context";
import type { CouponTemplateRow } from "../model/couponTemplates";

/**
 * Ids of at most `first` products that coupons of the template apply to: the ones it names, then the popular ones of its
 * categories (of all, when it is for everything).
 */
export async function applicableProducts(
  { catalogue }: MarketingContext,
  template: CouponTemplateRow,
  first: number,
): Promise<readonly string[]> {
  const { categoryIds, productIds } = template;
  if (categoryIds.length === 0 && productIds.length === 0) return catalogue.onSale(null, first);
  const found = new Set(productIds);
  // A category answers for those below it too, so mostly the first call is enough.
  for (const categoryId of categoryIds) {
    if (found.size >= first) break;
    for (const id of await catalogue.onSale(categoryId, first)) found.add(id);
  }
  return [...found].slice(0, first);
}

import type { SkuQuantity } from "../model/stock";

/**
 * Lines of one SKU summed, ascending by SKU id: the order in which counters are locked, so that baskets with the same
 * SKUs wait for each other and never in a circle.
 */
export function sumLines(lines: readonly SkuQuantity[]): readonly SkuQuantity[] {
  const quantities = new Map<string, number>();
  for (const { skuId, quantity } of lines) {
    quantities.set(skuId, (quantities.get(skuId) ?? 0) + quantity);
  }
  return [...quantities]
    .map(([skuId, quantity]) => ({ skuId, quantity }))
    .toSorted((left, right) => (left.skuId < right.skuId ? -1 : 1));
}

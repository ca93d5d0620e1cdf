import { isCurrency, money, subtractMoney, type MoneyValue } from "@micro-shop/common/money";
import type { MarketingContext } from "../context";
import type { PromotionRow } from "../model/promotions";
import { promotionsOf, unitDiscount } from "./discounts";

/** A product as the gateway names it, with the fields that `@requires` has fetched from the product subgraph. */
export interface ProductReference {
  readonly id: string;
  /** Every product that the caller may see has one. */
  readonly slug?: unknown;
  readonly price?: unknown;
  readonly category?: unknown;
}

/**
 * Whether the product subgraph lets the caller see the product: only its own subgraph knows, and of a hidden one the
 * gateway gets nothing, not even what `@requires` asks for.
 */
export function isShown({ slug }: ProductReference): boolean {
  return typeof slug === "string";
}

/** The running promotions that a product is in, in the order they are applied. */
export async function promotionsOfProduct(
  context: MarketingContext,
  product: ProductReference,
): Promise<readonly PromotionRow[]> {
  return promotionsOf(scopeOf(product), await context.loaders.runningPromotions);
}

/**
 * What one unit costs by promotions; null when no promotion lowers the price, or there is none. For display: the fields
 * come through the gateway and decide nothing about an order.
 */
export async function promotionalPrice(
  context: MarketingContext,
  product: ProductReference,
): Promise<MoneyValue | null> {
  const price = priceOf(product.price);
  if (!price) return null;
  const promotions = await context.loaders.runningPromotions;
  const discount = unitDiscount(scopeOf(product), price, promotions);
  return discount.amountMinor === 0 ? null : subtractMoney(price, discount);
}

function scopeOf({ id, category }: ProductReference): {
  productId: string;
  categoryId: string | null;
} {
  const categoryId = propertyOf(category, "id");
  return { productId: id, categoryId: typeof categoryId === "string" ? categoryId : null };
}

function priceOf(price: unknown): MoneyValue | null {
  const amountMinor = propertyOf(price, "amountMinor");
  const currency = propertyOf(price, "currency");
  if (typeof amountMinor !== "number" || !Number.isSafeInteger(amountMinor) || amountMinor < 0)
    return null;
  return typeof currency === "string" && isCurrency(currency) ? money(amountMinor, currency) : null;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

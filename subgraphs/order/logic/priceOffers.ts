import type { Currency } from "@micro-shop/common/money";
import type { Discounts, LineToDiscount, SkuOffer, StockLine } from "../clients/siblings";
import { MAX_TOTAL_MINOR } from "../types/limits";
import type { Destination, ShippingMethodRule } from "./shippingMethods";
import { priceOrder, type OrderPrice } from "./pricing";

/** A SKU at product's price and how many of it. */
export interface OfferedLine {
  readonly offer: SkuOffer;
  readonly quantity: number;
}

/** The offers of the lines, in the order of the lines; lines without an offer are left out. */
export function matchOffers(
  lines: readonly StockLine[],
  offers: readonly SkuOffer[],
): OfferedLine[] {
  const bySku = new Map(offers.map((offer) => [offer.skuId, offer]));
  return lines.flatMap(({ skuId, quantity }) => {
    const offer = bySku.get(skuId);
    return offer ? [{ offer, quantity }] : [];
  });
}

/** The one currency of all lines; null when there are several, the default for no lines. */
export function commonCurrency(lines: readonly OfferedLine[]): Currency | null {
  const currencies = new Set(lines.map(({ offer }) => offer.unitPrice.currency));
  if (currencies.size > 1) return null;
  const [currency = "USD"] = currencies;
  return currency;
}

/**
 * Prices × quantities in minor units, before discounts; 1 above the most an order may come to when it is more, so that no
 * sum leaves the safe range.
 */
export function goodsMinor(lines: readonly OfferedLine[]): number {
  return lines.reduce(
    (sum, { offer, quantity }) =>
      Math.min(sum + offer.unitPrice.amountMinor * quantity, MAX_TOTAL_MINOR + 1),
    0,
  );
}

/** The lines as marketing wants them. */
export function linesToDiscount(lines: readonly OfferedLine[]): LineToDiscount[] {
  return lines.map(({ offer, quantity }) => ({
    skuId: offer.skuId,
    productId: offer.productId,
    categoryId: offer.categoryId,
    quantity,
    unitPriceMinor: offer.unitPrice.amountMinor,
  }));
}

export interface OffersToPrice {
  readonly currency: Currency;
  readonly lines: readonly OfferedLine[];
  readonly discounts: Discounts;
  readonly shippingMethod: ShippingMethodRule;
  readonly destination: Destination | null;
}

/**
 * Product's prices and marketing's discounts made into the price of an order. The lines' `goodsMinor` must be within the
 * most an order may come to; with shipping and tax the total may be above it.
 */
export function priceOffers(order: OffersToPrice): OrderPrice {
  const discounts = new Map(
    order.discounts.lines.map(({ skuId, amountMinor }) => [skuId, amountMinor]),
  );
  return priceOrder({
    ...order,
    freeShipping: order.discounts.freeShipping,
    lines: order.lines.map(({ offer, quantity }) => ({
      quantity,
      unitPriceMinor: offer.unitPrice.amountMinor,
      discountMinor: discounts.get(offer.skuId) ?? 0,
    })),
  });
}

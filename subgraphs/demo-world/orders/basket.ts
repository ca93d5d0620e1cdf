import type { CouponOffer } from "../marketing/couponTemplates";
import type { FlashOfferItem } from "../marketing/flashOffers";
import type { Catalogue } from "../catalogue/catalogue";
import { need } from "../core/groups";
import type { DemoRandom } from "../core/random";
import type { DemoProduct, DemoSku } from "../types/catalogue";
import type { ShopWindow } from "./shopWindow";

/** What a buyer puts on the counter. */
export interface BasketLine {
  readonly product: DemoProduct;
  readonly sku: DemoSku;
  readonly quantity: number;
  readonly unitPriceMinor: number;
}

export interface BasketRequest {
  readonly at: Date;
  readonly lineCount: number;
  /** The basket is filled so that this coupon applies to it. */
  readonly wantedCoupon: CouponOffer | null;
}

const subtotalOf = (line: BasketLine): number => line.unitPriceMinor * line.quantity;

/** The lines a coupon counts and discounts. */
export const eligibleLines = (offer: CouponOffer, lines: readonly BasketLine[]): BasketLine[] =>
  lines.filter(
    ({ product }) =>
      offer.categoryIds.length === 0 || offer.categoryIds.includes(product.categoryId),
  );

/** Buys more of the first line until the coupon's least spend is reached; that line is always eligible. */
function reachMinSpend(offer: CouponOffer, [first, ...rest]: readonly BasketLine[]): BasketLine[] {
  if (!first) return [];
  const others = eligibleLines(offer, rest).reduce((total, line) => total + subtotalOf(line), 0);
  const missing = Math.ceil((offer.minSpendMinor - others) / first.unitPriceMinor);
  return [{ ...first, quantity: Math.max(first.quantity, missing) }, ...rest];
}

/** Different products of the shop, one SKU each, one to three pieces. */
export function fillBasket(
  request: BasketRequest,
  window: ShopWindow,
  catalogue: Catalogue,
  random: DemoRandom,
): BasketLine[] {
  const { at, lineCount, wantedCoupon } = request;
  const taken = new Set<string>();
  const lines: BasketLine[] = [];
  while (lines.length < lineCount) {
    const product = window.pick(at, taken, lines.length === 0 ? wantedCoupon?.categoryIds : []);
    taken.add(product.id);
    const sku = random.pick(need(catalogue.skusByProduct, product.id));
    const quantity = random.chance(0.75) ? 1 : random.integer(2, 3);
    lines.push({ product, sku, quantity, unitPriceMinor: sku.priceMinor });
  }
  return wantedCoupon ? reachMinSpend(wantedCoupon, lines) : lines;
}

/** One piece, sometimes two, of a flash sale item at its flash price. */
export function flashBasket(
  item: FlashOfferItem,
  catalogue: Catalogue,
  random: DemoRandom,
): BasketLine[] {
  const product = need(catalogue.productById, item.productId);
  const sku = need(catalogue.skusByProduct, product.id).find(({ id }) => id === item.skuId);
  if (!sku) throw new Error(`The demo product ${product.slug} has lost its flash sale SKU.`);
  return [{ product, sku, quantity: random.integer(1, 2), unitPriceMinor: item.flashPriceMinor }];
}

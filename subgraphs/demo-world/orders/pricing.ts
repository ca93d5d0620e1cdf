import { splitByWeights } from "@micro-shop/common/money";
import { percentOfMinor, sum } from "../core/money";
import type { CouponOffer } from "../marketing/couponTemplates";
import type { DemoShippingMethod } from "../types/orders";
import { type BasketLine, eligibleLines } from "./basket";

/** Sales tax on goods after discount; shipping is not taxed. */
export const DEMO_TAX_PERCENT = 8;

/** The shipping methods of the demo; the first is the default. */
export const demoShippingMethods: readonly [DemoShippingMethod, DemoShippingMethod] = [
  {
    code: "STANDARD",
    name: "Standard, 3 to 5 days",
    feeMinor: 499,
    currency: "USD",
    position: 0,
  },
  { code: "EXPRESS", name: "Express, next day", feeMinor: 1_499, currency: "USD", position: 1 },
];

export interface OrderPrice {
  readonly itemsMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  /** Discount per line, in the order of the lines; sums to discountMinor. */
  readonly lineDiscounts: readonly number[];
}

const subtotalOf = (line: BasketLine): number => line.unitPriceMinor * line.quantity;

/** What a coupon takes off these lines: 0 when its least spend is not reached, never more than its lines cost. */
export function discountOf(offer: CouponOffer, lines: readonly BasketLine[]): number {
  const spendMinor = sum(eligibleLines(offer, lines).map(subtotalOf));
  if (spendMinor < offer.minSpendMinor) return 0;
  return offer.kind === "PERCENT"
    ? percentOfMinor(spendMinor, offer.value)
    : Math.min(offer.value, spendMinor);
}

/** Prices a basket; the discount is split over the coupon's lines by largest remainder. */
export function priceOrder(
  lines: readonly BasketLine[],
  offer: CouponOffer | null,
  shipping: DemoShippingMethod,
): OrderPrice {
  const itemsMinor = sum(lines.map(subtotalOf));
  const discountMinor = offer ? discountOf(offer, lines) : 0;
  const eligible = new Set(offer ? eligibleLines(offer, lines) : []);
  const weights = lines.map((line) => (eligible.has(line) ? subtotalOf(line) : 0));
  const lineDiscounts =
    discountMinor === 0 ? lines.map(() => 0) : splitByWeights(discountMinor, weights);
  const taxMinor = percentOfMinor(itemsMinor - discountMinor, DEMO_TAX_PERCENT);
  return {
    itemsMinor,
    discountMinor,
    shippingMinor: shipping.feeMinor,
    taxMinor,
    totalMinor: itemsMinor - discountMinor + shipping.feeMinor + taxMinor,
    lineDiscounts,
  };
}

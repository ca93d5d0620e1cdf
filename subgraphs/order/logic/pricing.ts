import {
  addMoney,
  money,
  multiplyMoney,
  percentOf,
  splitByWeights,
  sumMoney,
  type Currency,
} from "@micro-shop/common/money";
import { shippingFeeMinor, type Destination, type ShippingMethodRule } from "./shippingMethods";
import { taxBasisPoints } from "./taxRates";

export interface LineToPrice {
  /** 1 or more. */
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** What promotions and the coupon take off this line; what exceeds the line is not given. */
  readonly discountMinor: number;
}

export interface OrderToPrice {
  readonly currency: Currency;
  readonly lines: readonly LineToPrice[];
  readonly shippingMethod: ShippingMethodRule;
  readonly destination: Destination | null;
}

export interface LinePrice {
  /** Unit price × quantity. */
  readonly itemsMinor: number;
  readonly discountMinor: number;
  /** This line's share of the order's tax. */
  readonly taxMinor: number;
}

/** Minor units; total = items − discount + shipping + tax ≥ 0, and the lines sum to items, discount and tax exactly. */
export interface OrderPrice {
  readonly currency: Currency;
  readonly lines: readonly LinePrice[];
  readonly itemsMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/**
 * The one place where an order gets its price, for quotes and orders alike. Pure. Tax is on the goods after discounts,
 * rounded once for the order (half up) and split over the lines by largest remainder; shipping is not taxed.
 * Throws a MoneyError when an amount leaves the safe range.
 */
export function priceOrder(order: OrderToPrice): OrderPrice {
  const { currency } = order;
  const sum = (amounts: readonly number[]): number =>
    sumMoney(
      amounts.map((amount) => money(amount, currency)),
      currency,
    ).amountMinor;
  const lines = order.lines.map(({ quantity, unitPriceMinor, discountMinor }) => {
    const itemsMinor = multiplyMoney(money(unitPriceMinor, currency), quantity).amountMinor;
    return { itemsMinor, discountMinor: Math.min(discountMinor, itemsMinor) };
  });
  const itemsMinor = sum(lines.map((line) => line.itemsMinor));
  const discountMinor = sum(lines.map((line) => line.discountMinor));
  const goodsMinor = itemsMinor - discountMinor;
  const taxMinor = percentOf(
    money(goodsMinor, currency),
    taxBasisPoints(order.destination),
  ).amountMinor;
  const shippingMinor =
    lines.length === 0
      ? 0
      : shippingFeeMinor(order.shippingMethod, {
          currency,
          goodsMinor,
          destination: order.destination,
        });
  const taxes =
    lines.length === 0
      ? []
      : splitByWeights(
          taxMinor,
          lines.map((line) => line.itemsMinor - line.discountMinor),
        );
  return {
    currency,
    lines: lines.map((line, index) => ({ ...line, taxMinor: taxes[index] ?? 0 })),
    itemsMinor,
    discountMinor,
    shippingMinor,
    taxMinor,
    totalMinor: addMoney(
      money(goodsMinor, currency),
      addMoney(money(shippingMinor, currency), money(taxMinor, currency)),
    ).amountMinor,
  };
}

import {
  money,
  MoneyError,
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
  /** Whether a promotion waives the fee of a method that can be free. */
  readonly freeShipping: boolean;
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
  const { currency, destination, shippingMethod } = order;
  const lines = goodsOf(order);
  const goodsMinor = sumOf(lines.map(afterDiscount), currency);
  const shippingMinor =
    lines.length === 0
      ? 0
      : shippingFeeMinor(shippingMethod, {
          currency,
          goodsMinor,
          destination,
          isFreeByPromotion: order.freeShipping,
        });
  return addUp(lines, { currency, destination, shippingMinor });
}

export interface OrderToAdjust extends Omit<OrderToPrice, "shippingMethod" | "freeShipping"> {
  /** The fee it was placed with: no favour makes it dearer, not even one that ends free shipping. */
  readonly shippingMinor: number;
  /** What is taken off the goods beside the discounts of the lines; 0 to what they come to. */
  readonly adjustmentMinor: number;
}

export interface AdjustedLine extends LinePrice {
  /** This line's share of the adjustment; part of its discount. */
  readonly adjustmentMinor: number;
}

export interface AdjustedPrice extends OrderPrice {
  readonly lines: readonly AdjustedLine[];
}

/**
 * The price of a placed order when a further amount is taken off its goods: split over the lines by what each comes to
 * after its discounts, by largest remainder, so that no line falls below 0; taxed like any price. Pure.
 * Throws a MoneyError when more is taken off than the goods come to, or nothing is ordered.
 */
export function adjustPrice(order: OrderToAdjust): AdjustedPrice {
  const before = goodsOf(order);
  const weights = before.map(afterDiscount);
  if (order.adjustmentMinor > sumOf(weights, order.currency)) {
    throw new MoneyError("More is taken off than the goods come to.");
  }
  const shares = splitByWeights(order.adjustmentMinor, weights);
  const shareOf = (index: number): number => shares[index] ?? 0;
  const price = addUp(
    before.map((line, index) => ({
      ...line,
      discountMinor: line.discountMinor + shareOf(index),
    })),
    order,
  );
  const lines = price.lines.map((line, index) => ({ ...line, adjustmentMinor: shareOf(index) }));
  return { ...price, lines };
}

type Goods = Omit<LinePrice, "taxMinor">;

function goodsOf({ currency, lines }: Pick<OrderToPrice, "currency" | "lines">): Goods[] {
  return lines.map(({ quantity, unitPriceMinor, discountMinor }) => {
    const itemsMinor = multiplyMoney(money(unitPriceMinor, currency), quantity).amountMinor;
    return { itemsMinor, discountMinor: Math.min(discountMinor, itemsMinor) };
  });
}

function afterDiscount({ itemsMinor, discountMinor }: Goods): number {
  return itemsMinor - discountMinor;
}

function sumOf(amounts: readonly number[], currency: Currency): number {
  const values = amounts.map((amount) => money(amount, currency));
  return sumMoney(values, currency).amountMinor;
}

function addUp(
  lines: readonly Goods[],
  {
    currency,
    destination,
    shippingMinor,
  }: Pick<OrderPrice, "currency" | "shippingMinor"> & Pick<OrderToPrice, "destination">,
): OrderPrice {
  const itemsMinor = sumOf(
    lines.map((line) => line.itemsMinor),
    currency,
  );
  const discountMinor = sumOf(
    lines.map((line) => line.discountMinor),
    currency,
  );
  const goodsMinor = itemsMinor - discountMinor;
  const taxMinor = percentOf(money(goodsMinor, currency), taxBasisPoints(destination)).amountMinor;
  const taxes = lines.length === 0 ? [] : splitByWeights(taxMinor, lines.map(afterDiscount));
  return {
    currency,
    lines: lines.map((line, index) => ({ ...line, taxMinor: taxes[index] ?? 0 })),
    itemsMinor,
    discountMinor,
    shippingMinor,
    taxMinor,
    totalMinor: sumOf([goodsMinor, shippingMinor, taxMinor], currency),
  };
}

import {
  money,
  multiplyMoney,
  percentOf,
  splitByWeights,
  subtractMoney,
  sumMoney,
  type Currency,
  type MoneyValue,
} from "@micro-shop/common/money";

/*
 * The one place where a discount is computed: for quotes, for orders and for the price shown beside a product. Pure and
 * deterministic: no clock, no database, no chance. Amounts are minor units; a MoneyError tells of an overflow.
 */

/** What something applies to: everything when both lists are empty, else what is in one of them. */
export interface DiscountScope {
  readonly categoryIds: readonly string[];
  readonly productIds: readonly string[];
}

/**
 * A promotion that runs now. Only PERCENT and FIXED take something off a unit; FREE_SHIPPING waives the fee of the order.
 */
export interface UnitPromotion extends DiscountScope {
  readonly id: string;
  readonly kind: string;
  /** The higher one goes first; of equal ones the smaller id. */
  readonly priority: number;
  /** Whether it may be combined with others. */
  readonly stackable: boolean;
  readonly rule: {
    readonly percent?: number;
    readonly fixedMinor?: number;
    readonly minSpendMinor?: number;
  };
  /** Of `fixedMinor` and `minSpendMinor`. */
  readonly currency: Currency;
}

/** What a coupon takes off. */
export interface CouponTerms extends DiscountScope {
  readonly kind: "PERCENT" | "FIXED";
  /** Whole percent, or minor units. */
  readonly value: number;
  readonly minSpendMinor: number;
  /** Of `value` and `minSpendMinor`; the coupon applies to no order in another one. */
  readonly currency: Currency;
}

export interface DiscountedProduct {
  readonly productId: string;
  readonly categoryId: string | null;
}

export interface DiscountLine extends DiscountedProduct {
  readonly skuId: string;
  /** 1 or more. */
  readonly quantity: number;
  /** 0 or more. */
  readonly unitPriceMinor: number;
}

export interface OrderToDiscount {
  readonly currency: Currency;
  readonly lines: readonly DiscountLine[];
  readonly promotions: readonly UnitPromotion[];
  readonly coupon: CouponTerms | null;
}

export interface OrderDiscounts {
  /** One a line, in the order of the lines: 0 ≤ amount ≤ the line's price. */
  readonly lines: readonly { readonly skuId: string; readonly amountMinor: number }[];
  /** The sum of the lines. */
  readonly totalMinor: number;
  /** Why the coupon takes nothing off; null when it does, or there is none. */
  readonly couponRefusal: "MIN_SPEND" | "NO_MATCHING_PRODUCT" | null;
  /** Whether a promotion ships it for nothing, as far as its method can be free. */
  readonly freeShipping: boolean;
}

/**
 * What promotions and then the coupon take off an order. Promotions count per unit. The coupon counts on what its lines
 * cost after promotions; its discount is rounded once and split over them in proportion, by largest remainder. Free
 * shipping counts on what is left after all of it, and beside any other promotion, as it takes nothing off the goods.
 */
export function computeDiscounts(order: OrderToDiscount): OrderDiscounts {
  const { currency, coupon } = order;
  const priced = order.lines.map((line) => afterPromotions(line, order));
  const { shares, refusal } = coupon
    ? couponShares(coupon, priced, currency)
    : { shares: [], refusal: null };
  const lines = priced.map(({ skuId, discountMinor }, index) => ({
    skuId,
    amountMinor: discountMinor + (shares[index] ?? 0),
  }));
  const amounts = lines.map(({ amountMinor }) => amountMinor);
  const left = priced.map(({ leftMinor }, index) => leftMinor - (shares[index] ?? 0));
  return {
    lines,
    totalMinor: total(amounts, currency),
    couponRefusal: refusal,
    freeShipping: order.promotions.some((promotion) => shipsFree(promotion, order, left)),
  };
}

/** The promotions of a product in the order they are applied. */
export function promotionsOf<Promotion extends UnitPromotion>(
  product: DiscountedProduct,
  promotions: readonly Promotion[],
): readonly Promotion[] {
  return promotions
    .filter((promotion) => applies(promotion, product))
    .toSorted((left, right) => right.priority - left.priority || (left.id < right.id ? -1 : 1));
}

/**
 * What promotions take off one unit: 0 ≤ discount ≤ price. The first in order always counts; a further one only when it
 * and all before it are stackable, and then on what is left. Percentages are rounded half up.
 */
export function unitDiscount(
  product: DiscountedProduct,
  price: MoneyValue,
  promotions: readonly UnitPromotion[],
): MoneyValue {
  let left = price;
  let isFirst = true;
  for (const promotion of promotionsOf(product, promotions)) {
    if (!isFirst && !promotion.stackable) continue;
    const off = amountOff(promotion, left);
    if (off === 0) continue;
    left = subtractMoney(left, money(Math.min(off, left.amountMinor), price.currency));
    isFirst = false;
    if (!promotion.stackable) break;
  }
  return subtractMoney(price, left);
}

function amountOff({ kind, rule, currency }: UnitPromotion, price: MoneyValue): number {
  if (kind === "PERCENT") return percentOf(price, (rule.percent ?? 0) * 100).amountMinor;
  return kind === "FIXED" && currency === price.currency ? (rule.fixedMinor ?? 0) : 0;
}

/** @param left what each line costs after all discounts. */
function shipsFree(
  promotion: UnitPromotion,
  { currency, lines }: OrderToDiscount,
  left: readonly number[],
): boolean {
  const { kind, rule } = promotion;
  if (kind !== "FREE_SHIPPING" || promotion.currency !== currency) return false;
  const ours = lines.map((line) => applies(promotion, line));
  if (!ours.includes(true)) return false;
  const spent = left.filter((_amount, index) => ours[index]);
  return total(spent, currency) >= (rule.minSpendMinor ?? 0);
}

interface PricedLine extends DiscountLine {
  /** What promotions take off the line. */
  readonly discountMinor: number;
  /** What it costs after them. */
  readonly leftMinor: number;
}

function afterPromotions(line: DiscountLine, order: OrderToDiscount): PricedLine {
  const price = money(line.unitPriceMinor, order.currency);
  const discount = unitDiscount(line, price, order.promotions);
  const { amountMinor: discountMinor } = multiplyMoney(discount, line.quantity);
  const { amountMinor: leftMinor } = multiplyMoney(subtractMoney(price, discount), line.quantity);
  return { ...line, discountMinor, leftMinor };
}

/** What the coupon takes off each line; no shares when it is refused. */
function couponShares(
  coupon: CouponTerms,
  lines: readonly PricedLine[],
  currency: Currency,
): { readonly shares: readonly number[]; readonly refusal: OrderDiscounts["couponRefusal"] } {
  const isOurs = coupon.currency === currency;
  const weights = lines.map((line) => (isOurs && applies(coupon, line) ? line.leftMinor : 0));
  const spend = money(total(weights, currency), currency);
  // Lines that promotions have made free count like absent ones: a coupon must not be used up for nothing.
  if (spend.amountMinor === 0) return { shares: [], refusal: "NO_MATCHING_PRODUCT" };
  if (spend.amountMinor < coupon.minSpendMinor) return { shares: [], refusal: "MIN_SPEND" };
  const off =
    coupon.kind === "PERCENT" ? percentOf(spend, coupon.value * 100).amountMinor : coupon.value;
  return { shares: splitByWeights(Math.min(off, spend.amountMinor), weights), refusal: null };
}

function applies(scope: DiscountScope, { productId, categoryId }: DiscountedProduct): boolean {
  if (scope.categoryIds.length === 0 && scope.productIds.length === 0) return true;
  return (
    scope.productIds.includes(productId) ||
    (categoryId !== null && scope.categoryIds.includes(categoryId))
  );
}

function total(amounts: readonly number[], currency: Currency): number {
  return sumMoney(
    amounts.map((amount) => money(amount, currency)),
    currency,
  ).amountMinor;
}

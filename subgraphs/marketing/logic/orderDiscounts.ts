import { clock } from "@micro-shop/common/clock";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import type { Currency } from "@micro-shop/common/money";
import type { MarketingContext } from "../context";
import { findCouponWithTemplate, type CouponWithTemplate } from "../model/coupons";
import { findRunningPromotions } from "../model/promotions";
import type { CouponRefusal } from "../types/enums";
import { refusalOf } from "./couponState";
import { computeDiscounts, type DiscountLine, type OrderToDiscount } from "./discounts";

/** An order, or one that may come, to be discounted. */
export interface DiscountsQuestion {
  /** Null for a quote. */
  readonly orderId: string | null;
  /** Null for a guest. */
  readonly userId: string | null;
  readonly couponId: string | null;
  readonly currency: Currency;
  readonly lines: readonly DiscountLine[];
}

/** What comes off the lines; a refused coupon takes nothing off, and plain JSON, so that a barrier can keep it. */
export interface DiscountsAnswer {
  readonly lines: readonly { readonly skuId: string; readonly amountMinor: number }[];
  readonly totalMinor: number;
  readonly couponRefusal: CouponRefusal | null;
  readonly freeShipping: boolean;
}

/** What an order would get off now. Holds nothing. Two statements, one without a coupon. */
export async function orderDiscounts(
  context: MarketingContext,
  question: DiscountsQuestion,
): Promise<DiscountsAnswer> {
  const { found, promotions } = await readDiscounts(context.database.drizzle, question);
  return discountsOf(question, promotions, found);
}

/** What discounts depend on beside the order itself. */
export async function readDiscounts(
  executor: DatabaseExecutor,
  { couponId }: DiscountsQuestion,
): Promise<{
  readonly found: CouponWithTemplate | null;
  readonly promotions: OrderToDiscount["promotions"];
}> {
  const found = couponId === null ? null : await findCouponWithTemplate(executor, couponId);
  return { found, promotions: await findRunningPromotions(executor, clock.now()) };
}

/** The discounts with the coupon if it may be used, else those of the promotions alone with the reason. */
export function discountsOf(
  question: DiscountsQuestion,
  promotions: OrderToDiscount["promotions"],
  found: CouponWithTemplate | null,
): DiscountsAnswer {
  const refusal = question.couponId === null ? null : refusalOf(found, question, clock.now());
  if (refusal !== null) return refusedDiscounts(question, promotions, refusal);
  const { currency, lines } = question;
  return computeDiscounts({ currency, lines, promotions, coupon: found?.template ?? null });
}

/** The discounts of the promotions alone. */
export function refusedDiscounts(
  { currency, lines }: DiscountsQuestion,
  promotions: OrderToDiscount["promotions"],
  couponRefusal: CouponRefusal,
): DiscountsAnswer {
  return { ...computeDiscounts({ currency, lines, promotions, coupon: null }), couponRefusal };
}

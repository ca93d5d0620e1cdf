import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { runForward } from "@micro-shop/common/messaging/barrier";
import type { MarketingContext } from "../context";
import { holdCoupon } from "../model/coupons";
import { discountsStep } from "./discountsStep";
import {
  discountsOf,
  readDiscounts,
  refusedDiscounts,
  type DiscountsAnswer,
  type DiscountsQuestion,
} from "./orderDiscounts";

/** An order that is being placed. */
export interface DiscountsToHold extends DiscountsQuestion {
  readonly orderId: string;
  readonly userId: string;
}

/**
 * Computes the discounts of an order and holds its coupon for it, in one transaction; with a `couponRefusal` nothing is
 * held. A repeat answers what the first call did. Refuses with INVALID_STATE when the order has been released before.
 * Four statements: coupon, promotions, hold, barrier.
 */
export async function holdDiscounts(
  context: MarketingContext,
  order: DiscountsToHold,
): Promise<DiscountsAnswer> {
  return runForward(context.database, discountsStep(order.orderId), (transaction) =>
    holdOnce(transaction, order),
  );
}

async function holdOnce(
  transaction: Transaction,
  order: DiscountsToHold,
): Promise<DiscountsAnswer> {
  const { couponId, orderId } = order;
  const { found, promotions } = await readDiscounts(transaction, order);
  const discounts = discountsOf(order, promotions, found);
  if (couponId === null || discounts.couponRefusal !== null) return discounts;
  if (await holdCoupon(transaction, { couponId, orderId, now: clock.now() })) return discounts;
  // It was free a moment ago: another order has been faster.
  return refusedDiscounts(order, promotions, "IN_USE");
}

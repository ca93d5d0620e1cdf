import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { spendCoupon } from "../model/coupons";

/** Uses up the coupon that a paid order holds; false when it holds none (any more). */
export function spendHeldCoupon(transaction: Transaction, orderId: string): Promise<boolean> {
  return spendCoupon(transaction, orderId, clock.now());
}

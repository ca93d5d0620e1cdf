import type { Transaction } from "@micro-shop/common/database/pool";
import { unspendCoupon } from "../model/coupons";
import { releaseHeldCoupon } from "./releaseDiscounts";

/**
 * Gives back the coupon of an order that has ended, held or used up, once: it can be used again as long as its own time
 * lasts. A hold or a use that comes later finds nothing.
 */
export async function returnCoupon(transaction: Transaction, orderId: string): Promise<void> {
  if (await releaseHeldCoupon(transaction, orderId)) return;
  await unspendCoupon(transaction, orderId);
}

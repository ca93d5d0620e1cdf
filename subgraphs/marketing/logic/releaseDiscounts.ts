import type { Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { compensate } from "@micro-shop/common/messaging/barrier";
import type { MarketingContext } from "../context";
import { releaseCoupon } from "../model/coupons";
import { discountsStep } from "./discountsStep";

/**
 * Gives back the coupon that an unpaid order holds and closes the step: a hold that comes later is refused. An order that
 * holds none (no coupon, refused, released or paid) needs nothing. `released`: whether this call gave one back.
 */
export async function releaseDiscounts(
  { database }: Pick<MarketingContext, "database">,
  { orderId }: { readonly orderId: string },
): Promise<{ released: boolean }> {
  const released = await inTransaction(database, (transaction) =>
    releaseHeldCoupon(transaction, orderId),
  );
  return { released };
}

/** `releaseDiscounts` within a transaction that does more. */
export async function releaseHeldCoupon(
  transaction: Transaction,
  orderId: string,
): Promise<boolean> {
  let isReleased = false;
  await compensate(transaction, discountsStep(orderId), async () => {
    isReleased = await releaseCoupon(transaction, orderId);
  });
  return isReleased;
}

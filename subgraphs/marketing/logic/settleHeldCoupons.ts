import type { Database } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { OrderDecisions } from "@micro-shop/common/messaging/askOrderDecisions";
import { settleOverdue } from "@micro-shop/common/messaging/settleOverdue";
import { findLongHeld } from "../model/coupons";
import { releaseHeldCoupon } from "./releaseDiscounts";
import { spendHeldCoupon } from "./spendCoupon";

/** An order that has held a coupon for longer has usually ended, unless it may wait for its payment longer. */
const PATIENCE_MS = 31 * 60_000;

export interface OverdueTools {
  readonly database: Database;
  readonly orders: OrderDecisions;
}

/** Gives back or uses up, as order decided, the coupons held for long. Answers how many orders it settled. */
export function settleHeldCoupons({ database, orders }: OverdueTools): Promise<number> {
  return settleOverdue({
    orders,
    patienceMs: PATIENCE_MS,
    find: (question) => findLongHeld(database.drizzle, question),
    settle: async (orderId, decision) => {
      const settle = decision === "PAID" ? spendHeldCoupon : releaseHeldCoupon;
      await inTransaction(database, (transaction) => settle(transaction, orderId));
    },
  });
}

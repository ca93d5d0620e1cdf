import type { Logger } from "@micro-shop/common/log";
import type { EventHandlers } from "@micro-shop/common/messaging/eventReceiver";
import { returnCoupon } from "../logic/returnCoupon";
import { spendHeldCoupon } from "../logic/spendCoupon";

/** What the end of an order means for its coupon: it is used up, or it comes back. */
export function couponEvents(log: Logger): EventHandlers<"marketing"> {
  return {
    "order.paid": async (transaction, { payload }) => {
      const { orderId, couponId } = payload;
      const isSpent = await spendHeldCoupon(transaction, orderId);
      // The order was paid with a discount that its coupon no longer stands for. Trying again would not help.
      if (couponId !== null && !isSpent)
        log.error({ orderId, couponId }, "a paid order holds no coupon");
    },
    "order.cancelled": async (transaction, { payload }) => {
      await returnCoupon(transaction, payload.orderId);
    },
    "order.expired": async (transaction, { payload }) => {
      await returnCoupon(transaction, payload.orderId);
    },
  };
}

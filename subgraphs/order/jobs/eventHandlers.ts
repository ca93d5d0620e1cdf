import type { EventHandlers } from "@micro-shop/common/messaging/eventReceiver";
import { applyRefund } from "../logic/applyRefund";
import { markOrderPaid, type PaidOrderTools } from "../logic/markOrderPaid";

/** What order does about the events of other services. */
export function orderEventHandlers(tools: PaidOrderTools): EventHandlers<"order"> {
  return {
    "payment.captured": (transaction, event) => markOrderPaid(tools, transaction, event),
    "refund.succeeded": (transaction, event) => applyRefund(tools, transaction, event),
    // Nothing went back, so nothing changes here; whoever handles money finds the refund FAILED in pay.
    "refund.failed": async (_transaction, { payload }) => {
      tools.log.error({ refund: payload }, "a refund of an order failed");
    },
  };
}

import type { EventHandlers } from "@micro-shop/common/messaging/eventReceiver";
import { applyRefund } from "../logic/applyRefund";
import { noteRefundOutcome } from "../logic/noteRefundOutcome";
import { markOrderPaid, type PaidOrderTools } from "../logic/markOrderPaid";
import { applyRefundToReturn, failRefundOfReturn } from "../logic/returnRefundEvents";

/** What order does about the events of other services. */
export function orderEventHandlers(tools: PaidOrderTools): EventHandlers<"order"> {
  return {
    "payment.captured": (transaction, event) => markOrderPaid(tools, transaction, event),
    "refund.succeeded": async (transaction, event) => {
      await applyRefund(tools, transaction, event);
      await applyRefundToReturn(transaction, event);
      await noteRefundOutcome(transaction, event.payload, new Date(event.payload.at));
    },
    // Nothing went back; staff find that in the order's timeline, and the refund FAILED in pay.
    "refund.failed": async (transaction, event) => {
      tools.log.error({ refund: event.payload }, "a refund of an order failed");
      await failRefundOfReturn(transaction, event);
      await noteRefundOutcome(transaction, event.payload, event.occurredAt);
    },
  };
}

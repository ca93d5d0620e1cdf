import type { EventHandlers } from "@micro-shop/common/messaging/eventReceiver";
import { markOrderPaid, type PaidOrderTools } from "../logic/markOrderPaid";

/** What order does about the events of other services. */
export function orderEventHandlers(tools: PaidOrderTools): EventHandlers<"order"> {
  return {
    "payment.captured": (transaction, event) => markOrderPaid(tools, transaction, event),
  };
}

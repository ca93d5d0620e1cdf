import type { EventHandlers } from "@micro-shop/common/messaging/eventReceiver";
import { markOrderPaid, type PaidOrderTools } from "../logic/markOrderPaid";

/** What order does about the events of other services. */
export function orderEventHandlers(tools: PaidOrderTools): EventHandlers<"order"> {
  return {
    "payment.captured": (transaction, event) => markOrderPaid(tools, transaction, event),
    "refund.succeeded": laterVersion,
    "refund.failed": laterVersion,
  };
}

/** Nothing to apply it with yet: its sender keeps the event and sends it again until a version takes it. */
async function laterVersion(): Promise<never> {
  throw new Error("This version of order does not apply refunds.");
}

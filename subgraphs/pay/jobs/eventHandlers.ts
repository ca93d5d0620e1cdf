import type { EventHandlers } from "@micro-shop/common/messaging/eventReceiver";
import type { PayServices } from "../context";
import { refundDue } from "../logic/refundDue";

/** What pay does about the events of other services. */
export function payEventHandlers(services: Pick<PayServices, "log">): EventHandlers<"pay"> {
  return {
    "refund.due": (transaction, event) => refundDue(services, transaction, event),
  };
}

import type { EventHandlers } from "@micro-shop/common/messaging/eventReceiver";
import type { Logger } from "@micro-shop/common/log";
import { closeOrderStock } from "../logic/closeOrderStock";
import { commitStock } from "../logic/commitStock";

import { restockReturn } from "../logic/restockReturn";

/** What the end of an order means for stock: a sale, or units that come back. */
export function stockEvents(log: Logger): EventHandlers<"product"> {
  return {
    "order.paid": async (transaction, { payload }) => {
      if (await commitStock(transaction, payload.orderId)) return;
      // Its end has overtaken this event, and all it held is free again. Trying again would not help.
      log.warn({ orderId: payload.orderId }, "a paid order holds no stock");
    },
    "order.cancelled": async (transaction, { payload }) => {
      await closeOrderStock(transaction, payload.orderId);
    },
    "order.expired": async (transaction, { payload }) => {
      await closeOrderStock(transaction, payload.orderId);
    },
    "stock.returned": async (transaction, { payload }) => {
      const refused = await restockReturn(transaction, payload);
      if (refused.length === 0) return;
      // Trying again would not help.
      log.error({ orderId: payload.orderId, refused }, "more came back than was sold");
    },
  };
}

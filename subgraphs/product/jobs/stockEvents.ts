import type { EventHandlers } from "@micro-shop/common/messaging/eventReceiver";
import type { Logger } from "@micro-shop/common/log";
import { commitStock } from "../logic/commitStock";
import { releaseOrderStock } from "../logic/releaseStock";
import { restockReturn } from "../logic/restockReturn";

/** What the end of an order means for stock: a sale, or units that come back. */
export function stockEvents(log: Logger): EventHandlers<"product"> {
  return {
    "order.paid": async (transaction, { payload }) => {
      if (await commitStock(transaction, payload.orderId)) return;
      // Nothing to sell from: the order's reservation was released or sold before. Trying again would not help.
      log.error({ orderId: payload.orderId }, "a paid order holds no stock");
    },
    "order.cancelled": async (transaction, { payload }) => {
      await releaseOrderStock(transaction, payload.orderId);
    },
    "order.expired": async (transaction, { payload }) => {
      await releaseOrderStock(transaction, payload.orderId);
    },
    "stock.returned": async (transaction, { payload }) => {
      const refused = await restockReturn(transaction, payload);
      if (refused.length === 0) return;
      // Trying again would not help.
      log.error({ orderId: payload.orderId, refused }, "more came back than was sold");
    },
  };
}

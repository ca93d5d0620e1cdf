import { appendEvent } from "@micro-shop/common/messaging/outbox";
import type { LocalStep, SagaDefinition } from "@micro-shop/common/messaging/saga";
import type { Siblings } from "../clients/siblings";
import { changeOrder } from "../logic/changeOrder";
import type { OrderFeed } from "../logic/orderFeed";
import { findOrder } from "../model/orders";
import { closePayment } from "./closePayment";

/** What expiring an order begins with. Plain JSON. */
export interface ExpireOrderData {
  readonly orderId: string;
}

export interface ExpireOrderTools {
  readonly siblings: Pick<Siblings, "pay">;
  readonly feed: Pick<OrderFeed, "wake">;
}

/**
 * Ending an order that was not paid in time. Its payment is closed first; while one is under way or authorised, and when it has
 * come, the order is left as it is: the sweep comes back to what stays unpaid.
 */
export function expireOrderSaga({
  siblings,
  feed,
}: ExpireOrderTools): SagaDefinition<ExpireOrderData> {
  return {
    kind: "expireOrder",
    // Without effect: there is no step before the pivot, and no way back behind it.
    deadlineMs: 30_000,
    steps: [closePayment(siblings, { voidAuthorized: false }), expire(feed)],
  };
}

const expire = (feed: Pick<OrderFeed, "wake">): LocalStep<ExpireOrderData> => ({
  kind: "local",
  name: "expire",
  async forward(transaction, { data }) {
    for (;;) {
      const order = await findOrder(transaction, data.orderId);
      // Its buyer has cancelled it meanwhile.
      if (order?.status !== "PENDING_PAYMENT") return;
      const change = { from: order, to: "EXPIRED", actor: "SYSTEM" } as const;
      if (!(await changeOrder(transaction, feed, change))) continue;
      const { id: orderId, couponId } = order;
      await appendEvent(transaction, "order.expired", { orderId, couponId, reason: "UNPAID" });
      return;
    }
  },
});

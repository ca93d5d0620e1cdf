import type { Transaction } from "@micro-shop/common/database/pool";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import type { LocalStep, SagaDefinition } from "@micro-shop/common/messaging/saga";
import type { Siblings } from "../clients/siblings";
import { changeOrder } from "../logic/changeOrder";
import type { OrderFeed } from "../logic/orderFeed";
import { findOrder, type OrderRow } from "../model/orders";
import { closePayment } from "./closePayment";

/** What cancelling an order begins with. Plain JSON. */
export interface CancelOrderData {
  readonly orderId: string;
  /** For the order's history, in the words of who cancels it. */
  readonly reason: string | null;
  /** Who cancels it; the buyer where it is missing. */
  readonly actor?: "CUSTOMER" | "STAFF";
}

export interface CancelOrderTools {
  readonly siblings: Pick<Siblings, "pay">;
  readonly feed: Pick<OrderFeed, "wake">;
}

/**
 * Cancelling an unpaid order. Its payment is closed first, so that a cancellation can never race a capture; what was only
 * set aside is let go, and a payment under way or done refuses it. Once the payment may be closed the order cannot be paid any more, so from its begin on the saga is
 * carried through, by whichever instance. Any number of them may meet at one order: the first one cancels it.
 */
export function cancelOrderSaga({
  siblings,
  feed,
}: CancelOrderTools): SagaDefinition<CancelOrderData> {
  return {
    kind: "cancelOrder",
    // Without effect: there is no step before the pivot, and no way back behind it.
    deadlineMs: 30_000,
    steps: [closePayment(siblings, { voidAuthorized: true }), cancel(feed)],
  };
}

const cancel = (feed: Pick<OrderFeed, "wake">): LocalStep<CancelOrderData> => ({
  kind: "local",
  name: "cancel",
  async forward(transaction, { data }) {
    for (;;) {
      const order = await findOrder(transaction, data.orderId);
      // Somebody else has ended it; the one who asked is told by its status.
      if (order?.status !== "PENDING_PAYMENT") return;
      if (await becomeCancelled(transaction, feed, { ...data, order })) return;
    }
  },
});

async function becomeCancelled(
  transaction: Transaction,
  feed: Pick<OrderFeed, "wake">,
  { order, reason, actor = "CUSTOMER" }: CancelOrderData & { readonly order: OrderRow },
): Promise<boolean> {
  const change = { from: order, to: "CANCELLED", actor, note: reason } as const;
  if (!(await changeOrder(transaction, feed, change))) return false;
  await appendEvent(transaction, "order.cancelled", {
    orderId: order.id,
    couponId: order.couponId,
    reason: actor === "STAFF" ? "STAFF" : "BUYER",
  });
  return true;
}

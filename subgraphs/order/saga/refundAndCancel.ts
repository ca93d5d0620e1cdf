import { refuse } from "@micro-shop/common/errors";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import type { LocalStep, PivotStep, SagaDefinition } from "@micro-shop/common/messaging/saga";
import type { Siblings } from "../clients/siblings";
import { changeOrder } from "../logic/changeOrder";
import type { OrderFeed } from "../logic/orderFeed";
import { updateCancellation } from "../model/cancellationRequests";
import { findOrder } from "../model/orders";

/** What cancelling a paid order begins with. Plain JSON. */
export interface RefundAndCancelData {
  readonly orderId: string;
  readonly requestId: string;
  /** For the order's history. */
  readonly note: string | null;
}

export interface RefundAndCancelTools {
  readonly siblings: Pick<Siblings, "pay">;
  readonly feed: Pick<OrderFeed, "wake">;
}

/**
 * Cancelling a paid order whose request is granted, which keeps everybody from shipping it. Once pay has accepted the
 * refund the money is sure to go back, so the order is cancelled at once; that it went is told later. Carried through from
 * its begin on, by whichever instance.
 */
export function refundAndCancelSaga({
  siblings,
  feed,
}: RefundAndCancelTools): SagaDefinition<RefundAndCancelData> {
  return {
    kind: "refundAndCancel",
    // Without effect: there is no step before the pivot, and no way back behind it.
    deadlineMs: 30_000,
    steps: [refund(siblings), cancel(feed)],
    async onUndone(transaction, { data }) {
      const granted = { id: data.requestId, status: "APPROVED" } as const;
      const reopened = { status: "REQUESTED", resolvedBy: null, resolvedAt: null } as const;
      await updateCancellation(transaction, granted, { ...reopened, note: null });
    },
  };
}

const refund = ({ pay }: Pick<Siblings, "pay">): PivotStep<RefundAndCancelData> => ({
  kind: "pivot",
  name: "refundOrder",
  async forward(call, { orderId }) {
    const reason = "The order was cancelled.";
    const { outcome } = await pay.refundOrder(call, { orderId, amountMinor: null, reason });
    if (outcome === "ACCEPTED") return;
    refuse("INVALID_STATE", "There is no payment of this order that could go back.", {
      path: ["input", "orderId"],
    });
  },
});

const cancel = (feed: Pick<OrderFeed, "wake">): LocalStep<RefundAndCancelData> => ({
  kind: "local",
  name: "cancel",
  async forward(transaction, { data: { orderId, note } }) {
    for (;;) {
      const order = await findOrder(transaction, orderId);
      // Nothing else takes an order out of PAID while its request is granted.
      if (order?.status !== "PAID") throw new Error(`Order ${orderId} is ${order?.status}.`);
      const change = { from: order, to: "CANCELLED", actor: "STAFF", note } as const;
      // False: a part of its money has come back meanwhile.
      if (!(await changeOrder(transaction, feed, change))) continue;
      const { couponId } = order;
      await appendEvent(transaction, "order.cancelled", { orderId, couponId, reason: "REFUNDED" });
      return;
    }
  },
});

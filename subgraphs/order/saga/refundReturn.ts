import type { LocalStep, PivotStep, SagaDefinition } from "@micro-shop/common/messaging/saga";
import type { RefundOutcome, Siblings } from "../clients/siblings";
import { noteReturnRefund } from "../logic/returnRefundEvents";

/** What paying a return back begins with, and what pay answers. Plain JSON. */
export interface RefundReturnData {
  readonly returnId: string;
  readonly orderId: string;
  /** 1 or more. */
  readonly refundMinor: number;

  readonly outcome?: RefundOutcome;
  readonly refundId?: string | null;
}

/**
 * Paying the goods of a return back: pay takes the refund on, or refuses it for good, and the return notes which. From then
 * on pay sees to it and tells how it ended. There is nothing to undo: the goods are here.
 */
export function refundReturnSaga({
  siblings,
}: {
  readonly siblings: Pick<Siblings, "pay">;
}): SagaDefinition<RefundReturnData> {
  return {
    kind: "refundReturn",
    // Without effect: there is no step before the pivot, and no way back behind it.
    deadlineMs: 30_000,
    steps: [askForRefund(siblings), noteRefund],
  };
}

const askForRefund = ({ pay }: Pick<Siblings, "pay">): PivotStep<RefundReturnData> => ({
  kind: "pivot",
  name: "refundOrder",
  async forward(call, { orderId, refundMinor }) {
    const reason = "Goods were sent back.";
    const answer = await pay.refundOrder(call, { orderId, amountMinor: refundMinor, reason });
    return { outcome: answer.outcome, refundId: answer.refundId };
  },
});

const noteRefund: LocalStep<RefundReturnData> = {
  kind: "local",
  name: "noteRefund",
  async forward(transaction, { data: { returnId, orderId, outcome, refundId = null } }) {
    if (outcome === undefined) throw new Error("A step of the saga is missing.");
    const failure = refundId === null ? outcome : null;
    await noteReturnRefund(transaction, { returnId, orderId }, { refundId, failure });
  },
};

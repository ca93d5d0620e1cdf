import type { Transaction } from "@micro-shop/common/database/pool";
import type { EventPayload } from "@micro-shop/common/events";
import { newId } from "@micro-shop/common/ids";
import { insertRefundOutcome } from "../model/refundOutcomes";

type Outcome = EventPayload<"refund.succeeded"> | EventPayload<"refund.failed">;

/** Writes into the history of an order how a refund of its money ended. */
export async function noteRefundOutcome(
  transaction: Transaction,
  outcome: Outcome,
  at: Date,
): Promise<void> {
  const { orderId, refundId, amountMinor } = outcome;
  const failure = "code" in outcome ? outcome.code.slice(0, 100) : null;
  await insertRefundOutcome(transaction, {
    id: newId(),
    orderId,
    refundId,
    amountMinor,
    failure,
    at,
  });
}

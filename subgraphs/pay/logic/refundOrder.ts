import { newId } from "@micro-shop/common/ids";
import { runForward } from "@micro-shop/common/messaging/barrier";
import { formatSagaKey, parseSagaKey } from "@micro-shop/common/messaging/sagaKey";
import type { PayContext } from "../context";
import { lockPaymentOfOrder } from "../model/payments";
import type { RefundOrderInput } from "../types/refundOrder.input";
import type { RefundOrderPayload } from "../types/internal.type";
import { reserveRefund } from "./reserveRefund";

/**
 * Sends money of an order back in the name of the system, which needs nobody's leave: what is accepted is tried until the
 * provider has a result. Once a step of a saga: a repeat answers the same. Fault: BAD_REQUEST without the saga's key.
 */
export async function refundOrder(
  { database, idempotencyKey }: PayContext,
  { orderId, amountMinor = null, reason }: RefundOrderInput,
): Promise<RefundOrderPayload> {
  const key = parseSagaKey(idempotencyKey);
  const refundId = newId();
  return runForward(database, key, async (transaction): Promise<RefundOrderPayload> => {
    const payment = await lockPaymentOfOrder(transaction, orderId);
    if (!payment) return { outcome: "NOT_CAPTURED", refundId: null, amountMinor: 0 };
    const reserved = await reserveRefund(transaction, payment, {
      id: refundId,
      amountMinor,
      reason,
      key: formatSagaKey(key),
      requestedBy: null,
    });
    return {
      outcome: reserved.outcome,
      refundId: reserved.amountMinor > 0 ? refundId : null,
      amountMinor: reserved.amountMinor,
    };
  });
}

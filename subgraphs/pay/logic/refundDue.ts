import type { Transaction } from "@micro-shop/common/database/pool";
import type { DomainEvent } from "@micro-shop/common/events";
import { newId } from "@micro-shop/common/ids";
import type { PayServices } from "../context";
import { lockPayment } from "../model/payments";
import { findRefundByKey } from "../model/refunds";
import { openRepairWork } from "./openRepairWork";
import { reserveRefund } from "./reserveRefund";

/**
 * Sends money back that came too late for its order. Once a key of the payment, whatever event carries it. Where there is
 * less left than falls due, nothing goes back and people must look. Throws when the event is about no captured payment.
 */
export async function refundDue(
  services: Pick<PayServices, "log">,
  transaction: Transaction,
  { payload }: DomainEvent<"refund.due">,
): Promise<void> {
  const { paymentId, orderId, amountMinor, currency, key, reason } = payload;
  const payment = await lockPayment(transaction, paymentId);
  if (payment?.orderId !== orderId || payment.currency !== currency) {
    throw new Error("A refund is due of a payment that does not exist like this.");
  }
  if (await findRefundByKey(transaction, paymentId, key)) return;
  const wanted = { id: newId(), amountMinor, reason, key, requestedBy: null };
  const { outcome, leftMinor } = await reserveRefund(transaction, payment, wanted);
  if (outcome === "NOT_CAPTURED") throw new Error("A refund is due of a payment without money.");
  if (outcome === "ACCEPTED") return;
  await openRepairWork(services, transaction, {
    kind: "REFUND_UNFIT",
    paymentId,
    subjectId: paymentId,
    found: `${amountMinor} ${currency} fell due, ${leftMinor} are left.`,
  });
}

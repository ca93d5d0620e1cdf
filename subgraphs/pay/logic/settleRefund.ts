import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import type { PayServices } from "../context";
import { postRefund } from "../model/ledger";
import { insertPaymentEvent } from "../model/paymentEvents";
import { addRefunded, lockPayment } from "../model/payments";
import { findRefund, settleRefundRow, type RefundOfPayment } from "../model/refunds";
import type { FinalRefundResult } from "../providers/provider";
import { openRepairWork } from "./openRepairWork";

/** Longer ones are cut: what a provider calls a failure must not keep it from being written down. */
const MAX_CODE_LENGTH = 50;

/**
 * Writes the final result of a refund down, once: the provider's answer, its notice and a poll may all bring it. The first
 * one changes the refund, the payment, its history, the ledger and the outbox together; the others find it settled, and
 * one that says another thing becomes repair work.
 */
export async function settleRefund(
  transaction: Transaction,
  services: Pick<PayServices, "log">,
  { refund, charge }: RefundOfPayment,
  result: FinalRefundResult,
): Promise<void> {
  // First of all, as everywhere: of two that lock both rows none may begin with the other one.
  const payment = await lockPayment(transaction, refund.paymentId);
  if (!payment) throw new Error("A payment has vanished.");
  const now = clock.now();
  const code = result.outcome === "FAILED" ? result.code.slice(0, MAX_CODE_LENGTH) : null;
  const isFirst = await settleRefundRow(transaction, refund.id, {
    status: result.outcome,
    providerReference: result.reference ?? refund.providerReference,
    failureCode: code,
    settledAt: now,
  });
  if (!isFirst) return reportContradiction(transaction, services, refund.id, result);
  const { amountMinor, currency } = refund;
  const { id: paymentId, orderId } = payment;
  const ended = { refundId: refund.id, paymentId, orderId, amountMinor };
  if (code !== null) {
    await appendEvent(transaction, "refund.failed", { ...ended, code });
    // The buyer still waits: whether and how the money goes back now is for people to find out.
    return openRepairWork(services, transaction, {
      kind: "REFUND_FAILED",
      paymentId,
      subjectId: refund.id,
      found: `The provider failed with ${code}.`,
    });
  }
  // Throwing undoes all of it: a refund on its way of a payment without money would be a fault of ours, not a result.
  if (!(await addRefunded(transaction, paymentId, { amountMinor, now }))) {
    throw new Error("A payment is not captured although it has a refund.");
  }
  await insertPaymentEvent(transaction, { paymentId, kind: "REFUNDED", amountMinor, at: now });
  await postRefund(transaction, {
    transactionId: refund.id,
    paymentId,
    provider: charge.provider,
    amount: { amountMinor, currency },
    at: now,
  });
  await appendEvent(transaction, "refund.succeeded", {
    ...ended,
    refundedMinor: payment.refundedMinor + amountMinor,
    capturedMinor: payment.capturedMinor,
    currency,
    at: now.toISOString(),
  });
}

async function reportContradiction(
  transaction: Transaction,
  services: Pick<PayServices, "log">,
  refundId: string,
  { outcome }: FinalRefundResult,
): Promise<void> {
  const refund = await findRefund(transaction, refundId);
  if (!refund || refund.status === outcome) return;
  await openRepairWork(services, transaction, {
    kind: "REFUND_MISMATCH",
    paymentId: refund.paymentId,
    subjectId: refundId,
    found: `The provider says ${outcome}, our books say ${refund.status}.`,
  });
}

import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import type { PayServices } from "../context";
import { findAttempt, settleAttemptRow, type AttemptOfPayment } from "../model/attempts";
import { postCapture } from "../model/ledger";
import { insertPaymentEvent } from "../model/paymentEvents";
import { capturePayment, endFlight } from "../model/payments";
import type { FinalChargeResult } from "../providers/provider";
import { openRepairWork } from "./openRepairWork";

/**
 * Writes the final result of an attempt down, once: the provider's answer, its notice and a poll may all bring it. The
 * first one changes the payment, its history, the ledger and the outbox together; the others find it settled.
 */
export async function settleAttempt(
  transaction: Transaction,
  services: Pick<PayServices, "log">,
  { attempt, payment }: AttemptOfPayment,
  result: FinalChargeResult,
): Promise<void> {
  // Nothing is only authorised yet.
  if (result.outcome === "AUTHORIZED" || result.outcome === "VOIDED") {
    throw new Error(`A provider answers ${result.outcome} to a charge.`);
  }
  const now = clock.now();
  const isFirst = await settleAttemptRow(transaction, attempt.id, {
    status: result.outcome === "APPROVED" ? "CAPTURED" : "DECLINED",
    providerReference: result.reference,
    declineCode: result.outcome === "DECLINED" ? result.code : null,
    settledAt: now,
  });
  if (!isFirst) return reportContradiction(transaction, services, attempt.id, result);
  const isChanged =
    result.outcome === "APPROVED"
      ? await capturePayment(transaction, payment.id, now)
      : await endFlight(transaction, payment.id, now);
  // Throwing undoes all of it: an attempt in flight without its payment would be a fault of ours, not a result.
  if (!isChanged) throw new Error("A payment is not in flight although its attempt is.");
  const { id: paymentId, orderId, amountMinor, currency } = payment;
  const kind = result.outcome === "APPROVED" ? "CAPTURED" : "DECLINED";
  await insertPaymentEvent(transaction, { paymentId, kind, amountMinor, at: now });
  if (result.outcome === "DECLINED") return;
  await postCapture(transaction, {
    transactionId: attempt.id,
    paymentId,
    provider: attempt.provider,
    amount: { amountMinor, currency },
    at: now,
  });
  await appendEvent(transaction, "payment.captured", {
    paymentId,
    orderId,
    amountMinor,
    currency,
    capturedAt: now.toISOString(),
  });
}

/** A provider that takes a final result back: money may have moved that our books do not show. People must look. */
async function reportContradiction(
  transaction: Transaction,
  services: Pick<PayServices, "log">,
  attemptId: string,
  result: FinalChargeResult,
): Promise<void> {
  const found = await findAttempt(transaction, attemptId);
  if (!found) return;
  const { attempt, payment } = found;
  if ((attempt.status === "CAPTURED") === (result.outcome === "APPROVED")) return;
  await openRepairWork(services, transaction, {
    // Money that came after its attempt had failed, or money that our books show and the provider denies.
    kind: result.outcome === "APPROVED" ? "CAPTURE_UNMATCHED" : "CHARGE_MISMATCH",
    paymentId: payment.id,
    subjectId: attemptId,
    found: `The provider says ${result.outcome}, our books say ${attempt.status}.`,
  });
}

import type { Transaction } from "@micro-shop/common/database/pool";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import { captureEndedAttempt, type AttemptOfPayment } from "../model/attempts";
import { postCapture } from "../model/ledger";
import { insertPaymentEvent } from "../model/paymentEvents";
import { captureIdlePayment, type Capture } from "../model/payments";
import type { FinalChargeResult } from "../providers/provider";

/**
 * Books the money of an attempt that had failed, unless another attempt is under way or has brought the money: what the
 * provider took is so, whether the payment was given up meanwhile or not. Answers whether it was booked.
 */
export async function captureLate(
  transaction: Transaction,
  found: AttemptOfPayment,
  { reference, capturedMinor }: Extract<FinalChargeResult, { outcome: "APPROVED" }>,
  now: Date,
): Promise<boolean> {
  const { attempt, payment } = found;
  const capture = { capturedMinor, now };
  // First of all: it decides whether this money is the payment's, against attempts that begin or end at this moment.
  if (!(await captureIdlePayment(transaction, payment, capture))) return false;
  const settlement = { providerReference: reference, settledAt: now };
  if (!(await captureEndedAttempt(transaction, attempt.id, settlement))) {
    throw new Error("An attempt is under way although its payment is not.");
  }
  await insertPaymentEvent(transaction, {
    paymentId: payment.id,
    kind: "CAPTURED",
    amountMinor: capturedMinor,
    at: now,
  });
  await bookCapture(transaction, found, capture);
  return true;
}

/** Writes captured money into the ledger, and tells order. */
export async function bookCapture(
  transaction: Transaction,
  { attempt, payment }: AttemptOfPayment,
  { capturedMinor: amountMinor, now }: Capture,
): Promise<void> {
  const { id: paymentId, orderId, currency } = payment;
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

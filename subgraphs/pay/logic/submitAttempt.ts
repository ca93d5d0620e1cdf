import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { refuse } from "@micro-shop/common/errors";
import { insertAttempt, lastAttemptNumber, type NewAttempt } from "../model/attempts";
import { insertPaymentEvent } from "../model/paymentEvents";
import { findPaymentOfOrder, startFlight, type PaymentRow } from "../model/payments";

/** The provider is asked at once, so that a poll is due only when that call was lost with its process. */
const FIRST_POLL_MS = 5_000;

/** More is no buyer with a bad card but somebody who tries cards out; it also bounds a payment's history. */
export const MAX_ATTEMPTS = 20;

/**
 * Puts the payment in flight with a new attempt, before the provider is asked: from here on the attempt will be settled,
 * whatever happens to this process. Refusals: ALREADY_PAID, INVALID_STATE, LIMIT_REACHED.
 */
export async function submitAttempt(
  transaction: Transaction,
  payment: PaymentRow,
  attempt: Pick<NewAttempt, "id" | "provider" | "methodToken" | "idempotencyKey">,
): Promise<void> {
  const now = clock.now();
  let due = payment;
  while (!(await startFlight(transaction, due, { provider: attempt.provider, now }))) {
    due = await findDue(transaction, payment.orderId, now);
  }
  const number = (await lastAttemptNumber(transaction, payment.id)) + 1;
  if (number > MAX_ATTEMPTS) {
    return refuse("LIMIT_REACHED", "This payment was declined too often; place a new order.");
  }
  await insertAttempt(transaction, {
    ...attempt,
    paymentId: payment.id,
    number,
    status: "IN_FLIGHT",
    createdAt: now,
    nextPollAt: new Date(now.getTime() + FIRST_POLL_MS),
    polls: 0,
  });
  await insertPaymentEvent(transaction, {
    paymentId: payment.id,
    kind: "SUBMITTED",
    amountMinor: due.amountMinor,
    at: now,
  });
}

/** The payment with what is due by now: its price may have fallen since it was read. Refuses when it cannot be paid. */
async function findDue(transaction: Transaction, orderId: string, now: Date): Promise<PaymentRow> {
  const payment = await findPaymentOfOrder(transaction, orderId);
  const status = payment?.status ?? "CLOSED";
  if (status === "CLOSED" || status === "VOIDED" || status === "DECLINED") {
    return refuse("INVALID_STATE", "This order can no longer be paid.");
  }
  if (status === "CREATED" && payment) {
    if (payment.expiresAt > now) return payment;
    return refuse("INVALID_STATE", "The time to pay this order is over.");
  }
  return refuse("ALREADY_PAID", "This order has been paid, or a payment is under way.");
}

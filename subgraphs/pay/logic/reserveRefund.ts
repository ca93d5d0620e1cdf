import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import type { PaymentRow } from "../model/payments";
import { insertRefund, rejectRequests, sumRefunds, type NewRefund } from "../model/refunds";

/** A refund that is wanted. */
export interface WantedRefund {
  readonly id: string;
  /** Minor units from 1; null: all that is left. Then requests that nobody has granted yet make way for it. */
  readonly amountMinor: number | null;
  readonly reason: string;
  /** Unique among the refunds of the payment. */
  readonly key: string;
  /** Whoever asks, and whose refund waits for another person; null: the system, which needs nobody's leave. */
  readonly requestedBy: string | null;
}

/** NOT_CAPTURED and EXCEEDS_CAPTURED leave everything as it was. An ACCEPTED one of 0 is none: nothing was left. */
export interface ReservedRefund {
  readonly outcome: "ACCEPTED" | "NOT_CAPTURED" | "EXCEEDS_CAPTURED";
  readonly amountMinor: number;
  /** What could still go back, before this one. */
  readonly leftMinor: number;
}

/**
 * The only way to a refund: what all refunds of a payment sum up to never exceeds what was captured, whoever asks at the
 * same time. The payment must be locked by this very transaction.
 */
export async function reserveRefund(
  transaction: Transaction,
  payment: PaymentRow,
  wanted: WantedRefund,
): Promise<ReservedRefund> {
  if (payment.status !== "CAPTURED") {
    return { outcome: "NOT_CAPTURED", amountMinor: 0, leftMinor: 0 };
  }
  const now = clock.now();
  if (wanted.amountMinor === null) await rejectRequests(transaction, payment.id, now);
  const leftMinor = payment.capturedMinor - (await sumRefunds(transaction, payment.id));
  const amountMinor = wanted.amountMinor ?? leftMinor;
  if (amountMinor > leftMinor) {
    return { outcome: "EXCEEDS_CAPTURED", amountMinor: 0, leftMinor };
  }
  if (amountMinor > 0) {
    await insertRefund(transaction, newRefund(payment, { ...wanted, amountMinor }, now));
  }
  return { outcome: "ACCEPTED", amountMinor, leftMinor };
}

function newRefund(
  { id: paymentId, currency }: PaymentRow,
  { id, amountMinor, reason, key, requestedBy }: WantedRefund & { readonly amountMinor: number },
  now: Date,
): NewRefund {
  const refund = { id, paymentId, amountMinor, currency, reason, requestedBy, createdAt: now };
  return requestedBy === null
    ? { ...refund, idempotencyKey: key, status: "APPROVED", decidedAt: now, nextTryAt: now }
    : { ...refund, idempotencyKey: key, status: "REQUESTED" };
}

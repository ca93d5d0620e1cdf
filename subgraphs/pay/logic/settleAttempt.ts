import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import type { PayServices } from "../context";
import {
  authorizeAttemptRow,
  findAttempt,
  settleAttemptRow,
  type AttemptOfPayment,
} from "../model/attempts";
import { insertPaymentEvent } from "../model/paymentEvents";
import {
  authorizePayment,
  capturePayment,
  endFlight,
  voidPaymentRow,
  type Capture,
  type PaymentRow,
} from "../model/payments";
import type { FinalChargeResult } from "../providers/provider";
import { bookCapture, captureLate } from "./captureLate";
import { openRepairWork } from "./openRepairWork";

type EndedCharge = Exclude<FinalChargeResult, { outcome: "AUTHORIZED" }>;

/** How an attempt ends. */
type End = "CAPTURED" | "DECLINED" | "VOIDED";

const ends = { APPROVED: "CAPTURED", DECLINED: "DECLINED", VOIDED: "VOIDED" } as const;

/**
 * Writes the result of an attempt down, once: the provider's answer, its notice and a poll may all bring it, in any order.
 * The first one changes the payment, its history, the ledger and the outbox together; the others find it settled. Money
 * that the provider took is booked also when its attempt had failed and its payment was given up, and when it is less than
 * what was due: order then sends it back. Throws OutOfStep, and the transaction must be undone, where the payment does not
 * wait for its attempt.
 */
export async function settleAttempt(
  transaction: Transaction,
  services: Pick<PayServices, "log">,
  found: AttemptOfPayment,
  result: FinalChargeResult,
): Promise<void> {
  if (result.outcome === "AUTHORIZED") return authorize(transaction, found, result.reference);
  const capturedMinor = result.outcome === "APPROVED" ? result.capturedMinor : 0;
  const { attempt, payment } = found;
  if (result.outcome === "APPROVED" && !isOfItsAmount(payment, capturedMinor)) {
    return reportAmount(transaction, services, found, capturedMinor);
  }
  const now = clock.now();
  const end = await endAttempt(transaction, attempt.id, result, now);
  if (end !== null) {
    requireChange(await changePayment(transaction, payment.id, end, { capturedMinor, now }));
    const amountMinor = end === "CAPTURED" ? capturedMinor : payment.amountMinor;
    await insertPaymentEvent(transaction, {
      paymentId: payment.id,
      kind: end,
      amountMinor,
      at: now,
    });
    if (end === "CAPTURED") await bookCapture(transaction, found, { capturedMinor, now });
    return;
  }
  if (result.outcome === "APPROVED" && (await captureLate(transaction, found, result, now))) return;
  await reportContradiction(transaction, services, attempt.id, result);
}

/** Nothing is no capture, and more than is due no provider takes. */
function isOfItsAmount({ amountMinor }: PaymentRow, capturedMinor: number): boolean {
  return capturedMinor <= amountMinor && (capturedMinor > 0 || amountMinor === 0);
}

/** Ends an attempt that is under way; null when it is not any more. */
async function endAttempt(
  transaction: Transaction,
  attemptId: string,
  result: EndedCharge,
  now: Date,
): Promise<End | null> {
  const settlement = {
    // A provider that kept no record has no name for it; one that did keeps its name.
    ...(result.reference === null ? {} : { providerReference: result.reference }),
    declineCode: result.outcome === "DECLINED" ? result.code : null,
    settledAt: now,
  };
  const status = ends[result.outcome];
  if (await settleAttemptRow(transaction, attemptId, { ...settlement, status })) return status;
  if (result.outcome !== "DECLINED") return null;
  // What was to be let go is gone, whatever the provider calls it: its payment is over.
  const isVoided = await settleAttemptRow(transaction, attemptId, {
    ...settlement,
    status: "VOIDED",
  });
  return isVoided ? "VOIDED" : null;
}

/** What each end of an attempt makes of its payment. */
function changePayment(
  transaction: Transaction,
  paymentId: string,
  end: End,
  capture: Capture,
): Promise<boolean> {
  switch (end) {
    case "CAPTURED":
      return capturePayment(transaction, paymentId, capture);
    case "DECLINED":
      return endFlight(transaction, paymentId, capture.now);
    case "VOIDED":
      return voidPaymentRow(transaction, paymentId, capture.now);
  }
}

async function authorize(
  transaction: Transaction,
  { attempt, payment }: AttemptOfPayment,
  reference: string,
): Promise<void> {
  // False: known already, or overtaken by what was done with it since.
  if (!(await authorizeAttemptRow(transaction, attempt.id, reference))) return;
  const now = clock.now();
  requireChange(await authorizePayment(transaction, payment.id, now));
  const { id: paymentId, amountMinor } = payment;
  await insertPaymentEvent(transaction, { paymentId, kind: "AUTHORIZED", amountMinor, at: now });
}

/** An attempt is under way and its payment does not wait for it: a fault of ours, not a result. */
export class OutOfStep extends Error {
  override readonly name = "OutOfStep";
}

/** Throwing undoes all of it. */
function requireChange(isChanged: boolean): void {
  if (!isChanged) throw new OutOfStep("A payment is not in flight although its attempt is.");
}

/** Of money that cannot have been asked for people must say what it is. */
function reportAmount(
  transaction: Transaction,
  services: Pick<PayServices, "log">,
  { attempt, payment }: AttemptOfPayment,
  capturedMinor: number,
): Promise<void> {
  return openRepairWork(services, transaction, {
    kind: "CHARGE_MISMATCH",
    paymentId: payment.id,
    subjectId: attempt.id,
    found: `The provider says ${capturedMinor} captured, ${payment.amountMinor} are due.`,
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

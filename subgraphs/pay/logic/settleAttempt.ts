import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import type { PayServices } from "../context";
import {
  authorizeAttemptRow,
  findAttempt,
  settleAttemptRow,
  type AttemptOfPayment,
} from "../model/attempts";
import { postCapture } from "../model/ledger";
import { insertPaymentEvent } from "../model/paymentEvents";
import { authorizePayment, capturePayment, endFlight, voidPaymentRow } from "../model/payments";
import type { FinalChargeResult } from "../providers/provider";
import { openRepairWork } from "./openRepairWork";

/**
 * Writes the result of an attempt down, once: the provider's answer, its notice and a poll may all bring it, in any order.
 * The first one changes the payment, its history, the ledger and the outbox together; the others find it settled.
 */
export async function settleAttempt(
  transaction: Transaction,
  services: Pick<PayServices, "log">,
  found: AttemptOfPayment,
  result: FinalChargeResult,
): Promise<void> {
  if (result.outcome === "AUTHORIZED") return authorize(transaction, found, result.reference);
  if (result.outcome === "APPROVED" && result.capturedMinor !== found.payment.amountMinor) {
    return reportAmount(transaction, services, found, result.capturedMinor);
  }
  const { attempt, payment } = found;
  const now = clock.now();
  const kind = kinds[result.outcome];
  const isFirst = await settleAttemptRow(transaction, attempt.id, {
    status: kind,
    // A provider that kept no record has no name for it; one that did keeps its name.
    ...(result.reference === null ? {} : { providerReference: result.reference }),
    declineCode: result.outcome === "DECLINED" ? result.code : null,
    settledAt: now,
  });
  if (!isFirst) return reportContradiction(transaction, services, attempt.id, result);
  requireChange(await changeOf[result.outcome](transaction, payment.id, now));
  const { id: paymentId, orderId, amountMinor, currency } = payment;
  await insertPaymentEvent(transaction, { paymentId, kind, amountMinor, at: now });
  if (result.outcome !== "APPROVED") return;
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

const kinds = { APPROVED: "CAPTURED", DECLINED: "DECLINED", VOIDED: "VOIDED" } as const;

/** What each end of an attempt makes of its payment. */
const changeOf = { APPROVED: capturePayment, DECLINED: endFlight, VOIDED: voidPaymentRow } as const;

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

/** Throwing undoes all of it: an attempt under way without its payment would be a fault of ours, not a result. */
function requireChange(isChanged: boolean): void {
  if (!isChanged) throw new Error("A payment is not in flight although its attempt is.");
}

/** An order is paid whole or not at all: of another amount people must say what it is. */
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

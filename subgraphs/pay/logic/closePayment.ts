import { clock } from "@micro-shop/common/clock";
import type { Database, Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { compensate } from "@micro-shop/common/messaging/barrier";
import type { PayContext } from "../context";
import { decideOnAttempt, findLastAttempt } from "../model/attempts";
import { insertPaymentEvent } from "../model/paymentEvents";
import { closePaymentRow, findPaymentOfOrder, type PaymentRow } from "../model/payments";
import type { ClosePaymentOutcome, PaymentStatus } from "../types/enums";
import type { ClosePaymentInput } from "../types/internal.input";
import { finishAttempt } from "./chargeAttempt";
import { paymentStep } from "./paymentStep";

/** The provider is asked at once, so that a poll is due only when that call was lost with its process. */
const FIRST_POLL_MS = 5_000;

/** What a payment answers that could not be closed. */
const outcomes: Readonly<Record<PaymentStatus, ClosePaymentOutcome>> = {
  // It was in flight a moment ago and came back: the next call will close it.
  CREATED: "IN_FLIGHT",
  IN_FLIGHT: "IN_FLIGHT",
  AUTHORIZED: "IN_FLIGHT",
  CAPTURED: "CAPTURED",
  DECLINED: "CLOSED",
  VOIDED: "CLOSED",
  CLOSED: "CLOSED",
};

/** The payment lives on. Ends the transaction; never leaves this file. */
class StaysOpen extends Error {
  constructor(readonly outcome: ClosePaymentOutcome) {
    super(outcome);
  }
}

/**
 * Gives the payment of an order up unless money is on its way. Repeatable. What is only authorised is let go if that is
 * wanted, and from then on never captured: VOIDING until the provider has done it. An order that has no payment gets none
 * any more: a call to create it that comes late is refused. Of a payment that is not given up nothing is undone: a repeat
 * of its creation still answers it.
 */
export async function closePayment(
  context: PayContext,
  { orderId, voidAuthorized }: ClosePaymentInput,
): Promise<ClosePaymentOutcome> {
  const { database } = context;
  const outcome = await closeIfPossible(database, orderId);
  if (outcome !== "IN_FLIGHT" || !voidAuthorized) return outcome;
  await letGo(context, orderId);
  const after = await closeIfPossible(database, orderId);
  return after === "IN_FLIGHT" && (await isLettingGo(database, orderId)) ? "VOIDING" : after;
}

async function closeIfPossible(database: Database, orderId: string): Promise<ClosePaymentOutcome> {
  try {
    return await inTransaction(database, async (transaction) => {
      // From here on no payment can appear; whether there is one to close is decided by its own status.
      await compensate(transaction, paymentStep(orderId), async () => undefined);
      const outcome = await closeIfIdle(transaction, orderId);
      if (outcome !== "CLOSED") throw new StaysOpen(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof StaysOpen) return error.outcome;
    throw error;
  }
}

/** Decides to void what is only authorised, and has the provider do it. What staff has begun to capture is left alone. */
async function letGo(context: PayContext, orderId: string): Promise<void> {
  const { database } = context;
  const payment = await findPaymentOfOrder(database.drizzle, orderId);
  if (payment?.status !== "AUTHORIZED") return;
  const nextPollAt = new Date(clock.now().getTime() + FIRST_POLL_MS);
  await inTransaction(database, (transaction) =>
    decideOnAttempt(transaction, payment.id, { status: "VOIDING", nextPollAt }),
  );
  const found = await findLastAttempt(database.drizzle, payment.id);
  if (found?.attempt.status === "VOIDING") await finishAttempt(context, found, context.deadline);
}

async function isLettingGo({ drizzle }: Database, orderId: string): Promise<boolean> {
  const payment = await findPaymentOfOrder(drizzle, orderId);
  const found = payment && (await findLastAttempt(drizzle, payment.id));
  return found?.attempt.status === "VOIDING";
}

async function closeIfIdle(
  transaction: Transaction,
  orderId: string,
): Promise<ClosePaymentOutcome> {
  const payment = await findPaymentOfOrder(transaction, orderId);
  if (!payment) return "CLOSED";
  if (payment.status !== "CREATED") return outcomes[payment.status];
  if (await close(transaction, payment)) return "CLOSED";
  // Somebody paid or closed it between the two statements.
  const after = await findPaymentOfOrder(transaction, orderId);
  return outcomes[after?.status ?? "CLOSED"];
}

async function close(transaction: Transaction, payment: PaymentRow): Promise<boolean> {
  const now = clock.now();
  if (!(await closePaymentRow(transaction, payment.id, now))) return false;
  await insertPaymentEvent(transaction, {
    paymentId: payment.id,
    kind: "CLOSED",
    amountMinor: payment.amountMinor,
    at: now,
  });
  return true;
}

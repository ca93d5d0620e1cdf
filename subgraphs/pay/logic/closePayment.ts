import { clock } from "@micro-shop/common/clock";
import type { Database, Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { compensate } from "@micro-shop/common/messaging/barrier";
import type { PayContext } from "../context";
import { decideOnAttempt } from "../model/attempts";
import { insertPaymentEvent } from "../model/paymentEvents";
import { closePaymentRow, findPaymentOfOrder, type PaymentRow } from "../model/payments";
import type { ClosePaymentOutcome, PaymentStatus } from "../types/enums";
import { paymentStep } from "./paymentStep";

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
 * Gives the payment of an order up unless money is on its way. Repeatable; what is only authorised is let go first, while
 * it answers IN_FLIGHT. An order that has no payment gets none any more: a call to create it that comes late is refused. Of
 * a payment that is not given up nothing is undone: a repeat of its creation still answers it.
 */
export async function closePayment(
  { database }: PayContext,
  orderId: string,
): Promise<ClosePaymentOutcome> {
  try {
    return await inTransaction(database, async (transaction) => {
      // From here on no payment can appear; whether there is one to close is decided by its own status.
      await compensate(transaction, paymentStep(orderId), async () => undefined);
      const outcome = await closeIfIdle(transaction, orderId);
      if (outcome !== "CLOSED") throw new StaysOpen(outcome);
      return outcome;
    });
  } catch (error) {
    if (!(error instanceof StaysOpen)) throw error;
    if (error.outcome === "IN_FLIGHT") await letGo(database, orderId);
    return error.outcome;
  }
}

/** What is only authorised is voided, by the next poll: whoever closes asks again until it is. */
async function letGo(database: Database, orderId: string): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const payment = await findPaymentOfOrder(transaction, orderId);
    if (payment?.status !== "AUTHORIZED") return;
    const decision = { status: "VOIDING", nextPollAt: clock.now() } as const;
    await decideOnAttempt(transaction, payment.id, decision);
  });
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

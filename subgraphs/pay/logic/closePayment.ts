import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { runCompensation } from "@micro-shop/common/messaging/barrier";
import type { PayContext } from "../context";
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

/**
 * Gives the payment of an order up unless money is on its way. Repeatable. An order that has no payment gets none any
 * more: a call to create it that comes late is refused.
 */
export async function closePayment(
  { database }: PayContext,
  orderId: string,
): Promise<ClosePaymentOutcome> {
  // After this no payment can appear; whether there is one to close is decided below, by its own status.
  await runCompensation(database, paymentStep(orderId), async () => undefined);
  return inTransaction(database, async (transaction) => {
    const payment = await findPaymentOfOrder(transaction, orderId);
    if (!payment) return "CLOSED";
    if (payment.status !== "CREATED") return outcomes[payment.status];
    if (await close(transaction, payment)) return "CLOSED";
    // Somebody paid or closed it between the two statements.
    const after = await findPaymentOfOrder(transaction, orderId);
    return outcomes[after?.status ?? "CLOSED"];
  });
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

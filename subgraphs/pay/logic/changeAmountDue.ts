import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { fault } from "@micro-shop/common/errors";
import { runForward } from "@micro-shop/common/messaging/barrier";
import { parseSagaKey } from "@micro-shop/common/messaging/sagaKey";
import type { PayContext } from "../context";
import { insertPaymentEvent } from "../model/paymentEvents";
import { changeAmountDue as changeRow, lockPaymentOfOrder } from "../model/payments";
import type { ChangeAmountOutcome, PaymentStatus } from "../types/enums";
import type { ChangeAmountDueInput } from "../types/changeAmountDue.input";

/** What a payment answers whose amount stands. */
const outcomes: Readonly<Record<PaymentStatus, ChangeAmountOutcome>> = {
  CREATED: "CHANGED",
  IN_FLIGHT: "IN_FLIGHT",
  AUTHORIZED: "IN_FLIGHT",
  CAPTURED: "CAPTURED",
  DECLINED: "CLOSED",
  VOIDED: "CLOSED",
  CLOSED: "CLOSED",
};

/**
 * Another amount is due for an order, while no money is on its way; what is under way, taken or given up stays as it is,
 * and the answer says so. Under the payment's lock, so that no attempt is ever of the old amount afterwards. Once a step of
 * a saga: a repeat answers the same. Faults: BAD_REQUEST without the saga's key, or when it is not `fromMinor` that is due.
 */
export async function changeAmountDue(
  { database, idempotencyKey }: PayContext,
  input: ChangeAmountDueInput,
): Promise<ChangeAmountOutcome> {
  const key = parseSagaKey(idempotencyKey);
  return runForward(database, key, (transaction) => change(transaction, input));
}

async function change(
  transaction: Transaction,
  { orderId, fromMinor, amountMinor }: ChangeAmountDueInput,
): Promise<ChangeAmountOutcome> {
  const payment = await lockPaymentOfOrder(transaction, orderId);
  if (payment?.status !== "CREATED") return payment ? outcomes[payment.status] : "CLOSED";
  if (payment.amountMinor !== fromMinor) {
    return fault("BAD_REQUEST", "Another amount is due than the one to change.");
  }
  const now = clock.now();
  if (!(await changeRow(transaction, payment, { amountMinor, now }))) {
    throw new Error(`Payment ${payment.id} changed under its lock.`);
  }
  const { id: paymentId } = payment;
  await insertPaymentEvent(transaction, {
    paymentId,
    kind: "AMOUNT_CHANGED",
    amountMinor,
    at: now,
  });
  return "CHANGED";
}

import { clock } from "@micro-shop/common/clock";
import { fault } from "@micro-shop/common/errors";
import { newId } from "@micro-shop/common/ids";
import { runForward } from "@micro-shop/common/messaging/barrier";
import type { PayContext } from "../context";
import { insertPaymentEvent } from "../model/paymentEvents";
import { insertPayment } from "../model/payments";
import type { CreatePaymentInput } from "../types/internal.input";
import { paymentStep } from "./paymentStep";

/**
 * Makes the payment of an order, once: a repeat answers the same id. No provider is asked and no money moves.
 * Refusal: INVALID_STATE when the payment was closed before. Fault: BAD_REQUEST when a repeat names other terms.
 */
export async function createPayment(
  { database }: PayContext,
  { orderId, buyerId, amountMinor, currency, expiresAt }: CreatePaymentInput,
): Promise<string> {
  const payment = { paymentId: newId(), buyerId, amountMinor, currency };
  const made = await runForward(database, paymentStep(orderId), async (transaction) => {
    const now = clock.now();
    await insertPayment(transaction, {
      id: payment.paymentId,
      orderId,
      buyerId,
      status: "CREATED",
      version: 1,
      currency,
      amountMinor,
      capturedMinor: 0,
      refundedMinor: 0,
      expiresAt,
      createdAt: now,
      updatedAt: now,
    });
    await insertPaymentEvent(transaction, {
      paymentId: payment.paymentId,
      kind: "CREATED",
      amountMinor,
      at: now,
    });
    return payment;
  });
  const isSame =
    made.buyerId === buyerId && made.amountMinor === amountMinor && made.currency === currency;
  return isSame ? made.paymentId : fault("BAD_REQUEST", "The order has a payment on other terms.");
}

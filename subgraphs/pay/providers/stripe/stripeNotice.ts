import type Stripe from "stripe";
import { clock } from "@micro-shop/common/clock";
import { Fault } from "@micro-shop/common/errors";
import { isCurrency, type MoneyValue } from "@micro-shop/common/money";
import type { ProviderNotice, SignedNotice } from "../provider";
import { chargeResultOf, refundResultOf } from "./stripeResults";

/** How old a notice may be: a recorded one is worthless after it. */
const TOLERANCE_SECONDS = 300;

/** Proves a notice over its raw bytes and reads it. Throws a Fault: UNAUTHENTICATED, BAD_REQUEST. */
export function readStripeNotice(
  { webhooks }: Pick<Stripe.Stripe, "webhooks">,
  secret: string,
  { body, headers }: SignedNotice,
): ProviderNotice {
  requireSignature(webhooks, secret, { body, headers });
  try {
    return noticeOf(webhooks.constructEventWithoutVerification(body.toString("utf8")));
  } catch (error) {
    throw new Fault("BAD_REQUEST", "The notice is malformed.", { cause: error });
  }
}

function requireSignature(
  { signature }: Stripe.Stripe["webhooks"],
  secret: string,
  { body, headers }: SignedNotice,
): void {
  try {
    const header = headers["stripe-signature"];
    const now = clock.now().getTime();
    if (!signature) throw new Error("The SDK checks no signatures.");
    signature.verifyHeader(
      body,
      typeof header === "string" ? header : "",
      secret,
      TOLERANCE_SECONDS,
      undefined,
      now,
    );
  } catch (error) {
    throw new Fault("UNAUTHENTICATED", "The signature is not valid.", { cause: error });
  }
}

function noticeOf(event: Stripe.Event): ProviderNotice {
  const { id: eventId } = event;
  if (typeof eventId !== "string" || !/^\S{1,100}$/.test(eventId)) {
    throw new Error("The notice has no id.");
  }
  if (
    event.type === "payment_intent.succeeded" ||
    event.type === "payment_intent.payment_failed" ||
    event.type === "payment_intent.amount_capturable_updated" ||
    event.type === "payment_intent.canceled"
  ) {
    const intent = event.data.object;
    const result = chargeResultOf(intent);
    // The account may take money for others than the mall.
    const key = intent.metadata["key"];
    if (key === undefined || result.outcome === "PENDING") return { kind: "OTHER", eventId };
    return { kind: "CHARGE", eventId, key, amount: amountOf(intent), result };
  }
  if (
    event.type === "refund.created" ||
    event.type === "refund.updated" ||
    event.type === "refund.failed"
  ) {
    const refund = event.data.object;
    const result = refundResultOf(refund);
    const key = refund.metadata?.["key"];
    if (key === undefined || result.outcome === "PENDING") return { kind: "OTHER", eventId };
    return { kind: "REFUND", eventId, key, amount: amountOf(refund), result };
  }
  return { kind: "OTHER", eventId };
}

function amountOf({ amount, currency }: Stripe.PaymentIntent | Stripe.Refund): MoneyValue {
  const code = currency.toUpperCase();
  if (!Number.isSafeInteger(amount) || !isCurrency(code)) throw new Error("The amount is bad.");
  return { amountMinor: amount, currency: code };
}

import type Stripe from "stripe";
import type { ChargeResult, RefundResult } from "../provider";

/** What Stripe says of a PaymentIntent (https://docs.stripe.com/payments/paymentintents/lifecycle). */
export function chargeResultOf(
  intent: Stripe.PaymentIntent,
): Exclude<ChargeResult, { outcome: "UNKNOWN" }> {
  const { id: reference, status } = intent;
  switch (status) {
    case "succeeded":
      return { outcome: "APPROVED", reference, capturedMinor: intent.amount_received };
    case "requires_capture":
      return { outcome: "AUTHORIZED", reference };
    case "canceled":
      return intent.capture_method === "manual"
        ? { outcome: "VOIDED", reference }
        : { outcome: "DECLINED", reference, code: "CANCELED" };
    // Confirmed when it was made, and never again: there will be no other means of payment.
    case "requires_payment_method":
      return { outcome: "DECLINED", reference, code: declineCodeOf(intent.last_payment_error) };
    case "processing":
    case "requires_action":
    case "requires_confirmation":
    default:
      return { outcome: "PENDING", reference, redirectUrl: null };
  }
}

export function refundResultOf(
  refund: Stripe.Refund,
): Exclude<RefundResult, { outcome: "UNKNOWN" }> {
  const { id: reference, status } = refund;
  switch (status) {
    case "succeeded":
      return { outcome: "SUCCEEDED", reference };
    case "failed":
    case "canceled":
      return { outcome: "FAILED", reference, code: codeOf(refund.failure_reason ?? status) };
    case null:
    default:
      return { outcome: "PENDING", reference };
  }
}

export function declineCodeOf(
  error: { readonly decline_code?: string; readonly code?: string } | null,
): string {
  return codeOf(error?.decline_code ?? error?.code ?? "declined");
}

/** In the form all codes have here, and as long as they may be. */
export function codeOf(text: string): string {
  return text.toUpperCase().slice(0, 50);
}

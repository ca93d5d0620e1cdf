import type { AttemptOfPayment } from "../model/attempts";
import type { PaymentBooks } from "../model/reconciliation";
import type { RefundRow } from "../model/refunds";
import type { ChargeResult, RefundResult } from "../providers/provider";

/**
 * What differs between a provider's word on a charge and our books, in one line; null when both agree that as much money
 * moved. A charge that failed on both sides may be unknown to the provider.
 */
export function differenceOfCharge(
  { attempt, payment }: AttemptOfPayment,
  result: ChargeResult | null,
): string | null {
  const isOurs = attempt.status === "CAPTURED";
  const isTheirs = result?.outcome === "APPROVED";
  if (!isOurs && !isTheirs) return null;
  const ours = isOurs ? payment.capturedMinor : 0;
  const theirs = isTheirs ? result.capturedMinor : 0;
  if (ours !== theirs) {
    const word = result?.outcome ?? "nothing of it";
    return `The provider says ${word} and ${theirs} captured, our books say ${attempt.status} and ${ours}.`;
  }
  if (isTheirs && result.reference !== attempt.providerReference) {
    return `The provider calls it ${result.reference}, our books ${attempt.providerReference}.`;
  }
  return null;
}

/** The same of a refund that our books have ended. */
export function differenceOfRefund(
  { status, providerReference }: Pick<RefundRow, "status" | "providerReference">,
  result: RefundResult | null,
): string | null {
  const isOurs = status === "SUCCEEDED";
  const isTheirs = result?.outcome === "SUCCEEDED";
  if (isOurs !== isTheirs) {
    return `The provider says ${result?.outcome ?? "nothing of it"}, our books say ${status}.`;
  }
  if (isTheirs && result.reference !== providerReference) {
    return `The provider calls it ${result.reference}, our books ${providerReference}.`;
  }
  return null;
}

/** What our own books of one payment disagree about, in one line; null when they agree. */
export function differenceOfBooks(books: PaymentBooks): string | null {
  if (books.imbalanceMinor !== 0) return `Its ledger rows sum to ${books.imbalanceMinor}.`;
  // The account of the order is credited by a capture and debited by a refund. (0 - x: -0 is no amount.)
  const bookedMinor = 0 - books.bookedCaptureMinor;
  if (bookedMinor !== books.capturedMinor) {
    return `${books.capturedMinor} were captured, the ledger says ${bookedMinor}.`;
  }
  if (books.refundsMinor !== books.refundedMinor) {
    return `${books.refundedMinor} went back, its refunds say ${books.refundsMinor}.`;
  }
  if (books.bookedRefundMinor !== books.refundedMinor) {
    return `${books.refundedMinor} went back, the ledger says ${books.bookedRefundMinor}.`;
  }
  return null;
}

import type { IdMaker } from "../core/ids";
import type { DemoLedgerEntry, DemoPayment } from "../types/payments";

interface Posting {
  readonly kind: DemoLedgerEntry["kind"];
  readonly refundId: string | null;
  /** What the provider owes us more (capture) or less (refund). */
  readonly amountMinor: number;
  readonly at: Date;
}

function postingsOf(payment: DemoPayment): Posting[] {
  const postings: Posting[] = [];
  if (payment.capturedAt) {
    const amountMinor = payment.capturedMinor;
    postings.push({ kind: "CAPTURE", refundId: null, amountMinor, at: payment.capturedAt });
  }
  for (const { id, status, amountMinor, settledAt } of payment.refunds) {
    if (status === "SUCCEEDED" && settledAt) {
      postings.push({ kind: "REFUND", refundId: id, amountMinor: -amountMinor, at: settledAt });
    }
  }
  return postings;
}

/** Two rows per movement of money: the provider's account, and its opposite. */
export function createLedger(payments: readonly DemoPayment[], newId: IdMaker): DemoLedgerEntry[] {
  return payments.flatMap((payment) =>
    postingsOf(payment).flatMap(({ kind, refundId, amountMinor, at }) => {
      const transactionId = newId(at);
      const entry = (
        account: DemoLedgerEntry["account"],
        signedMinor: number,
      ): DemoLedgerEntry => ({
        id: newId(at),
        transactionId,
        paymentId: payment.id,
        refundId,
        account,
        kind,
        amountMinor: signedMinor,
        currency: "USD",
        at,
      });
      return [entry("PROVIDER_SANDBOX", amountMinor), entry("CUSTOMER_ORDERS", -amountMinor)];
    }),
  );
}

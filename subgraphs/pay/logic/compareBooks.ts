import type { PayServices } from "../context";
import type { AttemptOfPayment } from "../model/attempts";
import { findBooks } from "../model/reconciliation";
import type { RefundOfPayment } from "../model/refunds";
import type { PaymentProvider } from "../providers/provider";
import type { PaymentProviderName } from "../types/enums";
import { differenceOfBooks, differenceOfCharge, differenceOfRefund } from "./differences";
import { openRepairWork, type Finding } from "./openRepairWork";
import { refundRequestOf } from "./sendRefunds";

/** What a comparison came to; UNANSWERED: the provider did not tell. */
export type Comparison = "SAME" | "DIFFERENT" | "UNANSWERED";

/** Compares an attempt with its provider's books. A difference becomes repair work. */
export async function compareAttempt(
  services: PayServices,
  found: AttemptOfPayment,
): Promise<Comparison> {
  // Nobody was asked for what costs nothing.
  if (found.payment.amountMinor === 0) return "SAME";
  const { id: key, providerReference: reference, provider } = found.attempt;
  const result = await ask(services, provider, (books, signal) =>
    books.findCharge({ key, reference }, signal),
  );
  if (result?.outcome === "UNKNOWN") return "UNANSWERED";
  return report(services, differenceOfCharge(found, result), {
    kind: found.attempt.settledAt === null ? "CAPTURE_UNMATCHED" : "CHARGE_MISMATCH",
    paymentId: found.payment.id,
    subjectId: key,
  });
}

/** Compares an ended refund with its provider's books. A difference becomes repair work. */
export async function compareRefund(
  services: PayServices,
  found: RefundOfPayment,
): Promise<Comparison> {
  const { refund, payment, charge } = found;
  const result = await ask(services, charge.provider, (books, signal) =>
    books.findRefund(refundRequestOf(found), signal),
  );
  if (result?.outcome === "UNKNOWN") return "UNANSWERED";
  return report(services, differenceOfRefund(refund, result), {
    kind: "REFUND_MISMATCH",
    paymentId: payment.id,
    subjectId: refund.id,
  });
}

/** Compares what our own tables say of payments. A difference becomes repair work. */
export async function compareOwnBooks(
  services: PayServices,
  paymentIds: ReadonlySet<string>,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const books of await findBooks(services.database.drizzle, [...paymentIds])) {
    const { paymentId } = books;
    const subject = { kind: "BOOKS_MISMATCH", paymentId, subjectId: paymentId } as const;
    comparisons.push(await report(services, differenceOfBooks(books), subject));
  }
  return comparisons;
}

async function report(
  services: PayServices,
  difference: string | null,
  subject: Omit<Finding, "found">,
): Promise<Comparison> {
  if (difference === null) return "SAME";
  await openRepairWork(services, services.database.drizzle, { ...subject, found: difference });
  return "DIFFERENT";
}

/** However the question fails, it tells nothing about the provider's books. */
async function ask<Result>(
  { providers, providerTimeoutMs, log }: PayServices,
  name: PaymentProviderName,
  question: (books: PaymentProvider, signal: AbortSignal) => Promise<Result>,
): Promise<Result | { readonly outcome: "UNKNOWN" }> {
  try {
    const provider = providers[name];
    if (!provider) throw new Error(`The provider ${name} is not set up any more.`);
    return await question(provider, AbortSignal.timeout(providerTimeoutMs));
  } catch (error) {
    log.warn({ err: error, provider: name }, "a provider does not tell its books");
    return { outcome: "UNKNOWN" };
  }
}

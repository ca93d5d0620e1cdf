import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { startDeadline } from "@micro-shop/common/resilience/deadline";
import type { PayServices } from "../context";
import {
  findRefundsWithCharge,
  lockDueRefunds,
  noteRefundReference,
  noteTries,
  type RefundOfPayment,
} from "../model/refunds";
import type { RefundRequest, RefundResult } from "../providers/provider";
import { settleRefund } from "./settleRefund";
import { workOff } from "./workOff";

const FIRST_PAUSE_SECONDS = 10;
/** What a provider does not know for long it will not know in a minute. */
const LONGEST_PAUSE_SECONDS = 600;

/**
 * Sends all refunds that are granted to their providers, and asks about those whose result is overdue. The pause until the next
 * try is written down before the first, so a crash at any point leads to another try, with the same key. Answers how many
 * it was about.
 */
export function sendRefunds(services: PayServices, signal?: AbortSignal): Promise<number> {
  const askMs = 2 * services.providerTimeoutMs + 500;
  return workOff(
    {
      claim: (limit) => claimDue(services, limit, askMs),
      work: (found) => sendRefund(services, found, askMs),
    },
    signal,
  );
}

async function claimDue(
  { database }: PayServices,
  limit: number,
  askMs: number,
): Promise<readonly RefundOfPayment[]> {
  const ids = await inTransaction(database, async (transaction) => {
    const now = clock.now();
    const due = await lockDueRefunds(transaction, now, limit);
    if (due.length > 0) {
      // Longer than asking takes, so that no other instance asks meanwhile.
      const firstSeconds = Math.max(FIRST_PAUSE_SECONDS, Math.ceil(askMs / 1_000) + 1);
      const longestSeconds = Math.max(LONGEST_PAUSE_SECONDS, firstSeconds);
      await noteTries(transaction, due, { now, pause: { firstSeconds, longestSeconds } });
    }
    return due;
  });
  return ids.length === 0 ? [] : findRefundsWithCharge(database.drizzle, ids);
}

async function sendRefund(
  services: PayServices,
  found: RefundOfPayment,
  askMs: number,
): Promise<void> {
  const { database } = services;
  const result = await ask(services, found, askMs);
  switch (result.outcome) {
    case "UNKNOWN":
      // The next try is due anyway.
      return;
    case "PENDING":
      return noteRefundReference(database.drizzle, found.refund.id, result.reference);
    case "SUCCEEDED":
    case "FAILED":
      await inTransaction(database, (transaction) =>
        settleRefund(transaction, services, found, result),
      );
  }
}

/** However the call fails, nobody knows what happened at the other end: that is an answer too, and never a failure. */
async function ask(
  { providers, providerTimeoutMs, log }: PayServices,
  { refund, charge }: RefundOfPayment,
  askMs: number,
): Promise<RefundResult> {
  const deadline = startDeadline(askMs);
  const signal = (): AbortSignal =>
    AbortSignal.any([deadline.signal, AbortSignal.timeout(providerTimeoutMs)]);
  try {
    const provider = providers[charge.provider];
    if (!provider) throw new Error(`The provider ${charge.provider} is not set up any more.`);
    const request = refundRequestOf({ refund, charge });
    // Asked before: the answer may have got lost, or the process died before it could ask.
    const known = refund.tries > 1 ? await provider.findRefund(request, signal()) : null;
    return known ?? (await provider.refund(request, signal()));
  } catch (error) {
    log.warn({ err: error, refundId: refund.id }, "the result of a refund is unknown");
    return { outcome: "UNKNOWN" };
  }
}

/** The refund as its provider knows it. */
export function refundRequestOf({
  refund,
  charge,
}: Pick<RefundOfPayment, "refund" | "charge">): RefundRequest {
  if (charge.reference === null) throw new Error("A captured charge has no reference.");
  const { id: key, amountMinor, currency } = refund;
  return {
    key,
    chargeKey: charge.key,
    chargeReference: charge.reference,
    amount: { amountMinor, currency },
  };
}

import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { PayServices } from "../context";
import { notePending, type AttemptOfPayment } from "../model/attempts";
import { noteRedirect } from "../model/payments";
import type { ChargeResult } from "../providers/provider";
import { settleResult } from "./settleResult";

/** A pending result comes by a notice; polls are for notices that get lost, and rarer each time. */
const POLL_BASE_MS = 30_000;
const POLL_CAP_MS = 600_000;

/** Applies what a provider told about an attempt; a result that is known already changes nothing. */
export async function applyResult(
  services: PayServices,
  found: AttemptOfPayment,
  result: ChargeResult,
): Promise<void> {
  const { attempt } = found;
  switch (result.outcome) {
    case "UNKNOWN":
      // The next poll is due anyway.
      return;
    case "PENDING": {
      const delayMs = Math.min(POLL_CAP_MS, POLL_BASE_MS * 2 ** attempt.polls);
      return inTransaction(services.database, async (transaction) => {
        const isPending = await notePending(transaction, attempt.id, {
          providerReference: result.reference,
          nextPollAt: new Date(clock.now().getTime() + delayMs),
        });
        if (isPending && result.redirectUrl !== null)
          await noteRedirect(transaction, attempt.paymentId, result.redirectUrl);
      });
    }
    case "APPROVED":
    case "AUTHORIZED":
    case "VOIDED":
    case "DECLINED":
      await settleResult(services, found, result);
  }
}

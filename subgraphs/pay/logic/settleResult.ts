import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { PayServices } from "../context";
import { postponePolls, type AttemptOfPayment } from "../model/attempts";
import { lockPayment } from "../model/payments";
import type { FinalChargeResult } from "../providers/provider";
import { openRepairWork } from "./openRepairWork";
import { OutOfStep, settleAttempt } from "./settleAttempt";

/** A provider need not be asked often about what waits for people. */
const ASK_AGAIN_MS = 600_000;

/**
 * Writes the final result of an attempt down, in a transaction of its own. Where its payment does not wait for it, which is
 * a fault of ours and none of the provider's, neither of the two changes: it is work for people, and the provider is asked
 * again later, when the books may be whole.
 * @param takeIn runs first in the transaction; false = the result is known, and nothing is done.
 */
export async function settleResult(
  services: Pick<PayServices, "database" | "log">,
  found: AttemptOfPayment,
  result: FinalChargeResult,
  takeIn: (transaction: Transaction) => Promise<boolean> = async () => true,
): Promise<void> {
  const settle = (write: (transaction: Transaction) => Promise<void>): Promise<void> =>
    inTransaction(services.database, async (transaction) => {
      if (await takeIn(transaction)) await write(transaction);
    });
  try {
    await settle((transaction) => settleAttempt(transaction, services, found, result));
  } catch (error) {
    if (!(error instanceof OutOfStep)) throw error;
    await settle((transaction) => reportOutOfStep(transaction, services, found, result));
  }
}

async function reportOutOfStep(
  transaction: Transaction,
  services: Pick<PayServices, "log">,
  { attempt }: AttemptOfPayment,
  { outcome }: FinalChargeResult,
): Promise<void> {
  const payment = await lockPayment(transaction, attempt.paymentId);
  await openRepairWork(services, transaction, {
    kind: outcome === "APPROVED" ? "CAPTURE_UNMATCHED" : "CHARGE_MISMATCH",
    paymentId: attempt.paymentId,
    subjectId: attempt.id,
    found: `The provider says ${outcome}, our books have it under way of a payment ${payment?.status}.`,
  });
  await postponePolls(transaction, [attempt.id], new Date(clock.now().getTime() + ASK_AGAIN_MS));
}

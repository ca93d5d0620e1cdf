import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { runOnceYielding } from "@micro-shop/common/messaging/idempotency";
import type { PayContext } from "../context";
import { decideOnAttempt, findLastAttempt } from "../model/attempts";
import { findPayments, type PaymentRow } from "../model/payments";
import type { FinishPaymentInput } from "../types/finishPayment.input";
import { finishAttempt } from "./chargeAttempt";

/** The provider is asked at once, so that a poll is due only when that call was lost with its process. */
const FIRST_POLL_MS = 5_000;

/** Captures the whole of an authorised payment, or voids it. */
export type Decision = "CAPTURING" | "VOIDING";

/**
 * Decides on an authorised payment, once a key, and has the provider do it: the answer is the payment after it, still
 * AUTHORIZED while the provider's word is awaited. Refusals: NOT_FOUND, INVALID_STATE unless it is authorised and
 * undecided, IDEMPOTENCY_KEY_REUSED.
 */
export async function finishPayment(
  context: PayContext,
  { paymentId, idempotencyKey }: FinishPaymentInput,
  decision: Decision,
): Promise<PaymentRow> {
  const { drizzle } = context.database;
  const { isReplay } = await runOnceYielding(
    context.database,
    {
      userId: signedInUser(context).id,
      operation: decision === "CAPTURING" ? "capturePayment" : "voidPayment",
      key: idempotencyKey,
      input: { paymentId },
    },
    { paymentId },
    (transaction) => decide(transaction, paymentId, decision),
  );
  const decided = isReplay ? null : await findLastAttempt(drizzle, paymentId);
  if (decided) await finishAttempt(context, decided, context.deadline);
  const [payment] = await findPayments(drizzle, [paymentId]);
  if (!payment) throw new Error("A payment has vanished.");
  return payment;
}

async function decide(
  transaction: Transaction,
  paymentId: string,
  status: Decision,
): Promise<void> {
  const path = ["input", "paymentId"];
  const [payment] = await findPayments(transaction, [paymentId]);
  if (!payment) {
    return refuse("NOT_FOUND", "There is no such payment.", { path });
  }
  const nextPollAt = new Date(clock.now().getTime() + FIRST_POLL_MS);
  if (await decideOnAttempt(transaction, paymentId, { status, nextPollAt })) return;
  refuse("INVALID_STATE", "The payment is not authorised, or it has been decided on.", { path });
}

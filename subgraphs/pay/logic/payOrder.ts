import { Refusal, refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import { runOnceYielding } from "@micro-shop/common/messaging/idempotency";
import type { PayContext } from "../context";
import { findAttempt } from "../model/attempts";
import { findPaymentOfOrder, type PaymentRow } from "../model/payments";
import type { Providers } from "../providers/provider";
import type { PayOrderInput } from "../types/payOrder.input";
import { chargeAttempt } from "./chargeAttempt";
import { submitAttempt } from "./submitAttempt";

export interface PaidOrder {
  readonly payment: PaymentRow;
  /** Why the provider refused; null when it did not. */
  readonly declined: Refusal | null;
}

/**
 * Pays an order of the caller: one attempt with the provider, and none when the key was used before; then it answers what
 * that attempt has come to. Refusals: NOT_FOUND (also for somebody else's), INVALID_INPUT for a token the provider does not
 * know, PROVIDER_UNAVAILABLE, ALREADY_PAID, INVALID_STATE when closed or expired, LIMIT_REACHED after 20 attempts,
 * IDEMPOTENCY_KEY_REUSED; DECLINED is in the answer, beside the payment that may be paid again.
 */
export async function payOrder(context: PayContext, input: PayOrderInput): Promise<PaidOrder> {
  const user = signedInUser(context);
  requireProvider(context.providers, input);
  const { orderId, provider, idempotencyKey, methodToken = null } = input;
  const payment = await findPaymentOfOrder(context.database.drizzle, orderId);
  if (payment?.buyerId !== user.id) {
    return refuse("NOT_FOUND", "You have no such order to pay.", { path: ["input", "orderId"] });
  }
  const attemptId = newId();
  const { result, isReplay } = await runOnceYielding(
    context.database,
    {
      userId: user.id,
      operation: "payOrder",
      key: idempotencyKey,
      input: { orderId, provider, methodToken },
    },
    { attemptId },
    (transaction) =>
      submitAttempt(transaction, payment, { id: attemptId, provider, methodToken, idempotencyKey }),
  );
  if (!isReplay) await chargeAttempt(context, result.attemptId, context.deadline);
  return outcomeOf(context, result.attemptId);
}

function requireProvider(
  providers: Providers,
  { provider: name, methodToken }: PayOrderInput,
): void {
  const provider = providers[name];
  if (!provider) {
    return refuse("PROVIDER_UNAVAILABLE", "This payment provider is not set up.", {
      path: ["input", "provider"],
    });
  }
  const tokenFault = provider.faultOfToken(methodToken ?? null);
  if (tokenFault !== null) {
    refuse("INVALID_INPUT", tokenFault, { path: ["input", "methodToken"] });
  }
}

/** The same attempt gives the same answer, however often it is asked for, but for the progress it has made. */
async function outcomeOf({ database }: PayContext, attemptId: string): Promise<PaidOrder> {
  const found = await findAttempt(database.drizzle, attemptId);
  if (!found) throw new Error("An attempt has vanished.");
  const { attempt, payment } = found;
  const declined =
    attempt.status === "DECLINED"
      ? new Refusal("DECLINED", `The payment provider declined (${attempt.declineCode}).`, {
          path: ["input", "methodToken"],
        })
      : null;
  return { payment, declined };
}

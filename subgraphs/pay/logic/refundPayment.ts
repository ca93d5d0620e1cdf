import type { Transaction } from "@micro-shop/common/database/pool";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import { runOnceYielding } from "@micro-shop/common/messaging/idempotency";
import { formatMoney } from "@micro-shop/common/money";
import type { PayContext } from "../context";
import { lockPayment } from "../model/payments";
import { findRefund, type RefundRow } from "../model/refunds";
import type { RefundPaymentInput } from "../types/refund.input";
import { reserveRefund, type WantedRefund } from "./reserveRefund";

/**
 * Asks for a refund, once a key: it waits for another person's decision, and counts against what can go back from now on.
 * Refusals: NOT_FOUND, INVALID_STATE unless the payment is captured, REFUND_EXCEEDS_CAPTURED, IDEMPOTENCY_KEY_REUSED.
 */
export async function refundPayment(
  context: PayContext,
  { idempotencyKey, ...input }: RefundPaymentInput,
): Promise<RefundRow> {
  const user = signedInUser(context);
  const { paymentId, amountMinor, reason } = input;
  const refundId = newId();
  const { result } = await runOnceYielding(
    context.database,
    {
      userId: user.id,
      operation: "refundPayment",
      key: idempotencyKey,
      input: { paymentId, amountMinor, reason },
    },
    { refundId },
    (transaction) =>
      request(transaction, paymentId, {
        id: refundId,
        amountMinor,
        reason,
        // Clients' keys are unique for each user, and only as bytes: a key of the payment's must be our own.
        key: `request:${refundId}`,
        requestedBy: user.id,
      }),
  );
  const refund = await findRefund(context.database.drizzle, result.refundId);
  if (!refund) throw new Error("A refund has vanished.");
  return refund;
}

async function request(
  transaction: Transaction,
  paymentId: string,
  wanted: WantedRefund,
): Promise<void> {
  const payment = await lockPayment(transaction, paymentId);
  if (!payment) {
    return refuse("NOT_FOUND", "There is no such payment.", { path: ["input", "paymentId"] });
  }
  const { outcome, leftMinor } = await reserveRefund(transaction, payment, wanted);
  if (outcome === "NOT_CAPTURED") {
    refuse("INVALID_STATE", "Nothing was captured that could go back.", {
      path: ["input", "paymentId"],
    });
  }
  if (outcome === "EXCEEDS_CAPTURED") {
    const left = formatMoney({ amountMinor: leftMinor, currency: payment.currency });
    refuse("REFUND_EXCEEDS_CAPTURED", `Only ${left} of this payment can still go back.`, {
      path: ["input", "amountMinor"],
    });
  }
}

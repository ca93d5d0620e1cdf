import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { fault } from "@micro-shop/common/errors";
import { isId } from "@micro-shop/common/ids";
import type { PayServices } from "../context";
import { findRefundsWithCharge, type RefundOfPayment } from "../model/refunds";
import { insertWebhookEvent } from "../model/webhookEvents";
import type { RefundNotice } from "../providers/provider";
import type { PaymentProviderName } from "../types/enums";
import { settleRefund } from "./settleRefund";

/**
 * Takes in a provider's notice of a refund, which was proven before; it counts once. Faults: NOT_FOUND for a refund that is
 * not ours or was never sent there, BAD_REQUEST when it names another amount, currency or reference.
 */
export async function receiveRefundNotice(
  services: PayServices,
  name: PaymentProviderName,
  notice: RefundNotice,
): Promise<void> {
  const { database, log } = services;
  const [found] = isId(notice.key)
    ? await findRefundsWithCharge(database.drizzle, [notice.key])
    : [];
  if (found?.charge.provider !== name || found.refund.tries === 0) {
    return fault("NOT_FOUND", "There is no such refund.");
  }
  if (!doesFit(notice, found)) {
    log.error({ eventId: notice.eventId, refundId: notice.key }, "notice does not fit");
    return fault("BAD_REQUEST", "The notice does not fit its refund.");
  }
  await inTransaction(database, async (transaction) => {
    const isNew = await insertWebhookEvent(transaction, {
      provider: name,
      eventId: notice.eventId,
      subjectId: notice.key,
      receivedAt: clock.now(),
    });
    if (isNew) await settleRefund(transaction, services, found, notice.result);
  });
}

function doesFit({ amount, result }: RefundNotice, { refund }: RefundOfPayment): boolean {
  return (
    amount.amountMinor === refund.amountMinor &&
    amount.currency === refund.currency &&
    // Null: the notice was faster than the answer to our call, or a failure of which no record was kept.
    (refund.providerReference === null ||
      result.reference === null ||
      refund.providerReference === result.reference)
  );
}

import { clock } from "@micro-shop/common/clock";
import { fault } from "@micro-shop/common/errors";
import { isId } from "@micro-shop/common/ids";
import type { PayServices } from "../context";
import { findAttempt, type AttemptOfPayment } from "../model/attempts";
import { insertWebhookEvent } from "../model/webhookEvents";
import type { ChargeNotice, PaymentProvider, SignedNotice } from "../providers/provider";
import type { PaymentProviderName } from "../types/enums";
import { receiveRefundNotice } from "./receiveRefundNotice";
import { settleResult } from "./settleResult";

/**
 * Takes in what a provider tells by itself; a notice counts once. Faults: UNAUTHENTICATED unless it is signed and fresh,
 * NOT_FOUND for a charge that is not ours, BAD_REQUEST when it is malformed or names another amount, currency or
 * reference than the charge has.
 */
export async function receiveNotice(
  services: PayServices,
  name: PaymentProviderName,
  signed: SignedNotice,
): Promise<void> {
  const notice = providerOf(services, name).readNotice(signed);
  switch (notice.kind) {
    case "CHARGE":
      return receiveChargeNotice(services, name, notice);
    case "REFUND":
      return receiveRefundNotice(services, name, notice);
    case "OTHER":
      // Genuine, but about nothing we keep books of: taken, so that it does not come again.
      services.log.info({ eventId: notice.eventId, provider: name }, "a notice of no interest");
  }
}

async function receiveChargeNotice(
  services: PayServices,
  name: PaymentProviderName,
  notice: ChargeNotice,
): Promise<void> {
  const { database } = services;
  const found = isId(notice.key) ? await findAttempt(database.drizzle, notice.key) : null;
  if (found?.attempt.provider !== name) return fault("NOT_FOUND", "There is no such charge.");
  if (!doesFit(notice, found)) {
    services.log.error({ eventId: notice.eventId, attemptId: notice.key }, "notice does not fit");
    return fault("BAD_REQUEST", "The notice does not fit its charge.");
  }
  const { eventId, key: subjectId, result } = notice;
  await settleResult(services, found, result, (transaction) =>
    insertWebhookEvent(transaction, {
      provider: name,
      eventId,
      subjectId,
      receivedAt: clock.now(),
    }),
  );
}

function providerOf({ providers }: PayServices, name: PaymentProviderName): PaymentProvider {
  return providers[name] ?? fault("NOT_FOUND");
}

function doesFit(
  { amount, result }: ChargeNotice,
  { attempt, payment }: AttemptOfPayment,
): boolean {
  return (
    amount.amountMinor === payment.amountMinor &&
    amount.currency === payment.currency &&
    // Null: the notice was faster than the answer to our call, or there is no record of what was declined.
    (attempt.providerReference === null ||
      result.reference === null ||
      attempt.providerReference === result.reference) &&
    // Less is what was taken of an authorised charge, and booked as that.
    (result.outcome !== "APPROVED" || result.capturedMinor <= payment.amountMinor)
  );
}

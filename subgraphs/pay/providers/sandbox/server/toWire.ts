import type { SandboxChargeRow } from "../../../model/sandbox/charges";
import type { SandboxRefundRow } from "../../../model/sandbox/refunds";
import type { WireCharge, WireRefund } from "../wire";

/** @param pageUrl base URL of the pages on which buyers confirm. */
export function toWireCharge(charge: SandboxChargeRow, pageUrl: string): WireCharge {
  const { reference, channel, chargeKey: key, amountMinor, currency } = charge;
  const { status, capturedMinor, declineCode } = charge;
  const isOnPage = channel === "WALLET" && status === "PENDING";
  return {
    reference,
    channel,
    key,
    amountMinor,
    currency,
    status,
    capturedMinor,
    declineCode,
    redirectUrl: isOnPage ? `${pageUrl}/pay/${reference}` : null,
  };
}

export function toWireRefund(refund: SandboxRefundRow): WireRefund {
  const { reference, refundKey: key, chargeReference, amountMinor, currency } = refund;
  const { status, failureCode } = refund;
  return { reference, key, chargeReference, amountMinor, currency, status, failureCode };
}

import { z } from "zod";
import { Currency } from "@micro-shop/common/money";
import type { ChargeResult, FinalChargeResult, FinalRefundResult, RefundResult } from "../provider";

// What travels between merchant and sandbox, either way.

const name = z.string().min(1).max(100);

const money = {
  amountMinor: z.int().nonnegative(),
  currency: z.enum(Currency),
};

export const chargeShape = z.object({
  reference: name,
  channel: z.enum(["CARD", "WALLET"]),
  key: name,
  ...money,
  status: z.enum(["PENDING", "AUTHORIZED", "CAPTURED", "VOIDED", "DECLINED"]),
  capturedMinor: z.int().nonnegative(),
  declineCode: z.string().max(50).nullable(),
  /** Where the buyer confirms; null unless it is pending and of a WALLET. */
  redirectUrl: z.url().max(2000).nullable(),
});
export type WireCharge = z.output<typeof chargeShape>;

export const refundShape = z.object({
  reference: name,
  key: name,
  chargeReference: name,
  ...money,
  status: z.enum(["PENDING", "SUCCEEDED", "FAILED"]),
  failureCode: z.string().max(50).nullable(),
});
export type WireRefund = z.output<typeof refundShape>;

export function chargeResultOf({
  status,
  reference,
  redirectUrl,
  capturedMinor,
  declineCode,
}: WireCharge): Exclude<ChargeResult, { outcome: "UNKNOWN" }> {
  switch (status) {
    case "PENDING":
      return { outcome: "PENDING", reference, redirectUrl };
    case "CAPTURED":
      return { outcome: "APPROVED", reference, capturedMinor };
    case "DECLINED":
      return { outcome: "DECLINED", reference, code: declineCode ?? "DECLINED" };
    case "AUTHORIZED":
    case "VOIDED":
      return { outcome: status, reference };
  }
}

export function refundResultOf({
  status,
  reference,
  failureCode,
}: WireRefund): Exclude<RefundResult, { outcome: "UNKNOWN" }> {
  return status === "FAILED"
    ? { outcome: "FAILED", reference, code: failureCode ?? "FAILED" }
    : { outcome: status, reference };
}

/** Throws an Error while it is pending: nobody gives notice of that. */
export function finalChargeResultOf(charge: WireCharge): FinalChargeResult {
  const result = chargeResultOf(charge);
  if (result.outcome === "PENDING") throw new Error("The charge has no result.");
  return result;
}

/** Throws an Error while it is pending: nobody gives notice of that. */
export function finalRefundResultOf(refund: WireRefund): FinalRefundResult {
  const result = refundResultOf(refund);
  if (result.outcome === "PENDING") throw new Error("The refund has no result.");
  return result;
}

import type { MoneyValue } from "@micro-shop/common/money";
import type { PaymentProviderName } from "../types/enums";

/** A buyer's money to be taken, or set aside. */
export interface ChargeRequest {
  /** Our key, the attempt's id. The same key is the same charge, however often it is asked for. */
  readonly key: string;
  /** 1 minor unit or more: what costs nothing is never charged. */
  readonly amount: MoneyValue;
  readonly methodToken: string | null;
  /** Until when a buyer who has to confirm may do so; after it the provider declines. */
  readonly expiresAt: Date;
}

/** The charge is the one with this key. The reference is the provider's own name of it, null if it never told one. */
export interface ChargeName {
  readonly key: string;
  readonly reference: string | null;
}

/** What became of a charge. UNKNOWN: the provider was asked but did not tell; only asking again helps. */
export type ChargeResult =
  /** Taken. `capturedMinor` is less than the amount after a partial capture; the rest was let go. */
  | { readonly outcome: "APPROVED"; readonly reference: string; readonly capturedMinor: number }
  /** Set aside: to be captured or voided. */
  | { readonly outcome: "AUTHORIZED"; readonly reference: string }
  /** What was set aside was let go. */
  | { readonly outcome: "VOIDED"; readonly reference: string }
  /** Nothing was taken and nothing will be. No reference: the provider kept no record of it. */
  | { readonly outcome: "DECLINED"; readonly reference: string | null; readonly code: string }
  | {
      readonly outcome: "PENDING";
      readonly reference: string;
      /** Where the buyer confirms, with providers that work so. */
      readonly redirectUrl: string | null;
    }
  | { readonly outcome: "UNKNOWN" };

export type FinalChargeResult = Exclude<ChargeResult, { outcome: "PENDING" | "UNKNOWN" }>;

/** What became of a capture or a void. REFUSED: it was not done and cannot be, e.g. NOT_AUTHORIZED. */
export type CaptureResult =
  | Extract<ChargeResult, { outcome: "APPROVED" | "UNKNOWN" }>
  | { readonly outcome: "REFUSED"; readonly code: string };
export type VoidResult =
  | Extract<ChargeResult, { outcome: "VOIDED" | "UNKNOWN" }>
  | { readonly outcome: "REFUSED"; readonly code: string };

/** Money that goes back to a buyer. */
export interface RefundRequest {
  /** Our key, the refund's id. The same key is the same refund, however often it is asked for. */
  readonly key: string;
  /** The provider's name of the captured charge. */
  readonly chargeReference: string;
  /** Our key of that charge, the attempt's id. */
  readonly chargeKey: string;
  /** More than what was captured less other refunds is FAILED with code EXCEEDS_CAPTURED. */
  readonly amount: MoneyValue;
}

/** What became of a refund. FAILED is final: another try needs another key. No reference: no record was kept of it. */
export type RefundResult =
  | { readonly outcome: "SUCCEEDED"; readonly reference: string }
  | { readonly outcome: "FAILED"; readonly reference: string | null; readonly code: string }
  | { readonly outcome: "PENDING"; readonly reference: string }
  | { readonly outcome: "UNKNOWN" };

export type FinalRefundResult = Extract<RefundResult, { outcome: "SUCCEEDED" | "FAILED" }>;

interface Notice {
  /** The provider's id of the notice, 1 to 100 characters; the same in every delivery. */
  readonly eventId: string;
}

/** The result of a charge, told by the provider itself. */
export interface ChargeNotice extends Notice {
  readonly kind: "CHARGE";
  /** The key of the charge. */
  readonly key: string;
  /** What was charged for, whatever of it was captured. */
  readonly amount: MoneyValue;
  readonly result: FinalChargeResult;
}

/** The result of a refund, told by the provider itself. */
export interface RefundNotice extends Notice {
  readonly kind: "REFUND";
  /** The key of the refund. */
  readonly key: string;
  readonly amount: MoneyValue;
  readonly result: FinalRefundResult;
}

/** A genuine notice of something else, which is none of our business. */
export interface OtherNotice extends Notice {
  readonly kind: "OTHER";
}

export type ProviderNotice = ChargeNotice | RefundNotice | OtherNotice;

/** A notice as it came in over HTTP. */
export interface SignedNotice {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * A payment service provider. Calls go over a network: they heed the signal, may throw, and a throw tells nothing about
 * what happened at the other end. They must never be made inside a database transaction.
 */
export interface PaymentProvider {
  /** Why a method token cannot be used, as a sentence; null when it can. Asks nobody. */
  faultOfToken(methodToken: string | null): string | null;
  /** Authorises and captures in one step. Idempotent by the key; throws when the key was used for other terms. */
  charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeResult>;
  /** Sets the money aside, to be captured later. Otherwise as `charge`. */
  authorize(request: ChargeRequest, signal: AbortSignal): Promise<ChargeResult>;
  /**
   * Takes what was set aside, or a part of it, and lets the rest go; once a charge. A repeat with the same amount answers
   * the same; REFUSED with NOT_AUTHORIZED, EXCEEDS_AUTHORIZED or ALREADY_CAPTURED.
   */
  capture(charge: ChargeName, amount: MoneyValue, signal: AbortSignal): Promise<CaptureResult>;
  /** Lets go what was set aside. Repeatable; REFUSED with ALREADY_CAPTURED or NOT_AUTHORIZED. */
  void(charge: ChargeName, signal: AbortSignal): Promise<VoidResult>;
  /** What became of a charge; null when the provider has never heard of it. */
  findCharge(charge: ChargeName, signal: AbortSignal): Promise<ChargeResult | null>;
  /** Sends money of a captured charge back. Idempotent by the key; throws when the key was used for other terms. */
  refund(request: RefundRequest, signal: AbortSignal): Promise<RefundResult>;
  /** What became of a refund; null when the provider has never heard of it. */
  findRefund(request: RefundRequest, signal: AbortSignal): Promise<RefundResult | null>;
  /** Proves and reads a notice. Throws a Fault: UNAUTHENTICATED unless it is signed and fresh, BAD_REQUEST if it is malformed. */
  readNotice(notice: SignedNotice): ProviderNotice;
}

/** The providers that are set up. */
export type Providers = Readonly<Partial<Record<PaymentProviderName, PaymentProvider>>>;

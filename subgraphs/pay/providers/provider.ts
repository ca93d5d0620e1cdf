import type { MoneyValue } from "@micro-shop/common/money";
import type { PaymentProviderName } from "../types/enums";

/** A buyer's money to be taken. */
export interface ChargeRequest {
  /** Our key, the attempt's id. The same key is the same charge, however often it is asked for. */
  readonly key: string;
  readonly amount: MoneyValue;
  readonly methodToken: string | null;
}

/** What became of a charge. UNKNOWN: the provider was asked but did not tell; only asking again helps. */
export type ChargeResult =
  | { readonly outcome: "APPROVED"; readonly reference: string }
  | { readonly outcome: "DECLINED"; readonly reference: string; readonly code: string }
  | { readonly outcome: "PENDING"; readonly reference: string }
  | { readonly outcome: "UNKNOWN" };

/** A final result that the provider tells by itself. */
export interface ChargeNotice {
  /** The provider's id of the notice, 1 to 100 characters; the same in every delivery. */
  readonly eventId: string;
  /** The key of the charge. */
  readonly key: string;
  readonly amount: MoneyValue;
  readonly result: Extract<ChargeResult, { outcome: "APPROVED" | "DECLINED" }>;
}

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
  /** Authorises and captures in one step. Idempotent by the key. */
  charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeResult>;
  /** What became of the charge with this key; null when the provider has never heard of it. */
  findCharge(key: string, signal: AbortSignal): Promise<ChargeResult | null>;
  /** Proves and reads a notice. Throws a Fault: UNAUTHENTICATED unless it is signed and fresh, BAD_REQUEST if it is malformed. */
  readNotice(notice: SignedNotice): ChargeNotice;
}

/** The providers that are set up. */
export type Providers = Readonly<Partial<Record<PaymentProviderName, PaymentProvider>>>;

import type { MoneyValue } from "@micro-shop/common/money";
import type { WireCharge, WireRefund } from "./wire";

export interface ChargeOrder {
  /** The merchant's; the same key is the same charge. */
  readonly key: string;
  /** CARD answers by itself; of WALLET the buyer confirms on a page. */
  readonly channel: "CARD" | "WALLET";
  /** MANUAL: approval only sets the money aside. */
  readonly capture: "AUTOMATIC" | "MANUAL";
  readonly amount: MoneyValue;
  /** Of CARD; empty for WALLET. */
  readonly methodToken: string;
  /** When the page of a WALLET ends. */
  readonly expiresAt: Date;
}

export interface RefundOrder {
  /** The merchant's; the same key is the same refund. */
  readonly key: string;
  /** The merchant's key of the charge. */
  readonly chargeKey: string;
  readonly amount: MoneyValue;
}

/** What the sandbox does for a merchant. Each call may throw a SandboxRefusal; anything else thrown tells nothing. */
export interface SandboxApi {
  makeCharge(order: ChargeOrder, signal: AbortSignal): Promise<WireCharge>;
  findCharge(key: string, signal: AbortSignal): Promise<WireCharge | null>;
  captureCharge(key: string, amountMinor: number, signal: AbortSignal): Promise<WireCharge>;
  voidCharge(key: string, signal: AbortSignal): Promise<WireCharge>;
  makeRefund(order: RefundOrder, signal: AbortSignal): Promise<WireRefund>;
  findRefund(key: string, signal: AbortSignal): Promise<WireRefund | null>;
}

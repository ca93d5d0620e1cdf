import type { Transaction } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import { multiplyMoney, type MoneyValue } from "@micro-shop/common/money";
import type { PaymentProviderName } from "../types/enums";
import { ledgerEntries, type LedgerAccount } from "./tables";

/** The account of what each provider owes the mall. */
const providerAccounts: Readonly<Record<PaymentProviderName, LedgerAccount>> = {
  SANDBOX: "PROVIDER_SANDBOX",
  STRIPE: "PROVIDER_STRIPE",
  REDIRECT: "PROVIDER_REDIRECT",
};

/** Money that a provider has taken from a buyer. */
export interface CapturePosting {
  /** The attempt's id: booking it twice is a duplicate-key error. */
  readonly transactionId: string;
  readonly paymentId: string;
  readonly provider: PaymentProviderName;
  readonly amount: MoneyValue;
  readonly at: Date;
}

/** Books a capture: the provider owes the mall, the mall owes the order. The two rows sum to zero. */
export async function postCapture(
  transaction: Transaction,
  { transactionId, paymentId, provider, amount, at }: CapturePosting,
): Promise<void> {
  const entry = (account: LedgerAccount, signed: MoneyValue) => ({
    id: newId(),
    transactionId,
    paymentId,
    refundId: null,
    account,
    kind: "CAPTURE" as const,
    ...signed,
    at,
  });
  await transaction
    .insert(ledgerEntries)
    .values([
      entry(providerAccounts[provider], amount),
      entry("CUSTOMER_ORDERS", multiplyMoney(amount, -1)),
    ]);
}

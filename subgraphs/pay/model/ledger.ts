import { insertStatement } from "@micro-shop/common/database/insertStatement";
import type { Transaction } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import { multiplyMoney, type MoneyValue } from "@micro-shop/common/money";
import type { PaymentProviderName } from "../types/enums";
import { ledgerEntries, type LedgerAccount, type LedgerKind } from "./tables";

/** The account of what each provider owes the mall. */
const providerAccounts: Readonly<Record<PaymentProviderName, LedgerAccount>> = {
  SANDBOX: "PROVIDER_SANDBOX",
  STRIPE: "PROVIDER_STRIPE",
  REDIRECT: "PROVIDER_REDIRECT",
};

/** Money that a provider has moved between a buyer and the mall. */
export interface Posting {
  /** The id of what moved it, an attempt or a refund: booking it twice is a duplicate-key error. */
  readonly transactionId: string;
  readonly paymentId: string;
  readonly provider: PaymentProviderName;
  /** 0 for an order that costs nothing. */
  readonly amount: MoneyValue;
  readonly at: Date;
}

/** Books a capture: the provider owes the mall, the mall owes the order. The two rows sum to zero. */
export function postCapture(transaction: Transaction, posting: Posting): Promise<void> {
  return post(transaction, posting, { kind: "CAPTURE", sign: 1 });
}

/** Books a refund that succeeded, which takes as much of a capture back. The two rows sum to zero. */
export function postRefund(transaction: Transaction, posting: Posting): Promise<void> {
  return post(transaction, posting, { kind: "REFUND", sign: -1 });
}

const insertEntries = insertStatement(ledgerEntries);

async function post(
  transaction: Transaction,
  { transactionId, paymentId, provider, amount, at }: Posting,
  { kind, sign }: { readonly kind: LedgerKind; readonly sign: 1 | -1 },
): Promise<void> {
  const entry = (account: LedgerAccount, signed: MoneyValue) => ({
    id: newId(),
    transactionId,
    paymentId,
    refundId: kind === "REFUND" ? transactionId : null,
    account,
    kind,
    ...signed,
    at,
  });
  await insertEntries(transaction, [
    entry(providerAccounts[provider], multiplyMoney(amount, sign)),
    entry("CUSTOMER_ORDERS", multiplyMoney(amount, -sign)),
  ]);
}

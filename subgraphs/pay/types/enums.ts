import { registerEnumType } from "type-graphql";

export const PaymentStatus = {
  CREATED: "CREATED",
  IN_FLIGHT: "IN_FLIGHT",
  AUTHORIZED: "AUTHORIZED",
  CAPTURED: "CAPTURED",
  DECLINED: "DECLINED",
  VOIDED: "VOIDED",
  CLOSED: "CLOSED",
} as const;
export type PaymentStatus = keyof typeof PaymentStatus;

registerEnumType(PaymentStatus, {
  name: "PaymentStatus",
  description: "Where a payment stands.",
  valuesConfig: {
    CREATED: { description: "Waits for the buyer to pay; a declined attempt leads back here." },
    IN_FLIGHT: { description: "The provider has been asked and its answer is awaited." },
    AUTHORIZED: { description: "The money is set aside at the provider but not yet taken." },
    CAPTURED: { description: "Paid; later refunds leave this as it is." },
    DECLINED: { description: "Refused for good." },
    VOIDED: { description: "The money that was set aside has been let go." },
    CLOSED: {
      description:
        "Given up before it was paid. Money that a provider takes in spite of it goes back.",
    },
  },
});

export const PaymentProviderName = {
  SANDBOX: "SANDBOX",
  STRIPE: "STRIPE",
  REDIRECT: "REDIRECT",
} as const;
export type PaymentProviderName = keyof typeof PaymentProviderName;

registerEnumType(PaymentProviderName, {
  name: "PaymentProvider",
  description: "Who moves the money.",
  valuesConfig: {
    SANDBOX: { description: "Built in, for trials: behaves like a real provider, moves no money." },
    STRIPE: { description: "Stripe: cards." },
    REDIRECT: { description: "A provider on whose page the buyer confirms, e.g. a wallet." },
  },
});

export const PaymentEventKind = {
  CREATED: "CREATED",
  SUBMITTED: "SUBMITTED",
  AUTHORIZED: "AUTHORIZED",
  CAPTURED: "CAPTURED",
  DECLINED: "DECLINED",
  VOIDED: "VOIDED",
  CLOSED: "CLOSED",
  REFUNDED: "REFUNDED",
  AMOUNT_CHANGED: "AMOUNT_CHANGED",
} as const;
export type PaymentEventKind = keyof typeof PaymentEventKind;

registerEnumType(PaymentEventKind, {
  name: "PaymentEventKind",
  description: "What happened to a payment.",
  valuesConfig: {
    CREATED: { description: "It was made, together with its order." },
    SUBMITTED: { description: "The buyer paid: the provider was asked." },
    AUTHORIZED: { description: "The money was set aside." },
    CAPTURED: { description: "The money was taken." },
    DECLINED: { description: "The provider refused an attempt." },
    VOIDED: { description: "Money that was set aside was let go." },
    CLOSED: { description: "It was given up unpaid." },
    REFUNDED: { description: "Money went back to the buyer." },
    AMOUNT_CHANGED: {
      description: "The price of its order was changed; the amount is the new one.",
    },
  },
});

export const RefundStatus = {
  REQUESTED: "REQUESTED",
  APPROVED: "APPROVED",
  PENDING: "PENDING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  REJECTED: "REJECTED",
} as const;
export type RefundStatus = keyof typeof RefundStatus;

registerEnumType(RefundStatus, {
  name: "RefundStatus",
  description: "Where a refund stands.",
  valuesConfig: {
    REQUESTED: { description: "Asked for; waits for a decision." },
    APPROVED: { description: "Granted; not yet sent to the provider." },
    PENDING: { description: "The provider has been asked and its answer is awaited." },
    SUCCEEDED: { description: "The money went back." },
    FAILED: { description: "The provider could not send the money back." },
    REJECTED: { description: "Not granted." },
  },
});

export const ClosePaymentOutcome = {
  CLOSED: "CLOSED",
  IN_FLIGHT: "IN_FLIGHT",
  VOIDING: "VOIDING",
  CAPTURED: "CAPTURED",
} as const;
export type ClosePaymentOutcome = keyof typeof ClosePaymentOutcome;

registerEnumType(ClosePaymentOutcome, {
  name: "ClosePaymentOutcome",
  description: "What closing the payment of an order led to.",
  valuesConfig: {
    CLOSED: { description: "No money was taken, and none can be any more." },
    IN_FLIGHT: { description: "Money may still be taken: ask again later." },
    VOIDING: {
      description:
        "Money that was set aside is being let go, for good: ask again until it is CLOSED.",
    },
    CAPTURED: { description: "The money was taken before." },
  },
});

export const RepairWorkKind = {
  CHARGE_MISMATCH: "CHARGE_MISMATCH",
  CAPTURE_UNMATCHED: "CAPTURE_UNMATCHED",
  REFUND_MISMATCH: "REFUND_MISMATCH",
  REFUND_FAILED: "REFUND_FAILED",
  REFUND_UNFIT: "REFUND_UNFIT",
  BOOKS_MISMATCH: "BOOKS_MISMATCH",
} as const;
export type RepairWorkKind = keyof typeof RepairWorkKind;

registerEnumType(RepairWorkKind, {
  name: "RepairWorkKind",
  description: "What does not fit.",
  valuesConfig: {
    CHARGE_MISMATCH: { description: "The provider says another thing of a charge than our books." },
    CAPTURE_UNMATCHED: { description: "The provider took money that no payment waits for." },
    REFUND_MISMATCH: { description: "The provider says another thing of a refund than our books." },
    REFUND_FAILED: { description: "Money that was to go back did not: the buyer still waits." },
    REFUND_UNFIT: { description: "A refund fell due that is higher than what is left." },
    BOOKS_MISMATCH: { description: "A payment, its refunds and the ledger do not agree." },
  },
});

export const RefundOrderOutcome = {
  ACCEPTED: "ACCEPTED",
  NOT_CAPTURED: "NOT_CAPTURED",
  EXCEEDS_CAPTURED: "EXCEEDS_CAPTURED",
} as const;
export type RefundOrderOutcome = keyof typeof RefundOrderOutcome;

registerEnumType(RefundOrderOutcome, {
  name: "RefundOrderOutcome",
  description: "What asking for an order's money led to.",
  valuesConfig: {
    ACCEPTED: { description: "It goes back, however often that must be tried." },
    NOT_CAPTURED: { description: "The order was not paid: there is nothing to go back." },
    EXCEEDS_CAPTURED: { description: "Less is left than was asked for; nothing goes back." },
  },
});

export const ChangeAmountOutcome = {
  CHANGED: "CHANGED",
  IN_FLIGHT: "IN_FLIGHT",
  CAPTURED: "CAPTURED",
  CLOSED: "CLOSED",
} as const;
export type ChangeAmountOutcome = keyof typeof ChangeAmountOutcome;

registerEnumType(ChangeAmountOutcome, {
  name: "ChangeAmountOutcome",
  description: "What changing the amount due for an order led to.",
  valuesConfig: {
    CHANGED: { description: "The new amount is due; no attempt to pay the old one can begin." },
    IN_FLIGHT: { description: "The old amount is being paid; nothing was changed." },
    CAPTURED: { description: "The old amount was taken; nothing was changed." },
    CLOSED: { description: "There is nothing to pay any more; nothing was changed." },
  },
});

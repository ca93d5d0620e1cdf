export interface DemoPaymentAttempt {
  readonly id: string;
  /** From 1, without a gap. */
  readonly number: number;
  readonly provider: "SANDBOX";
  readonly methodToken: string;
  /** Unique per provider. */
  readonly providerReference: string;
  readonly idempotencyKey: string;
  readonly status: "CAPTURED" | "DECLINED";
  readonly declineCode: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date;
}

export interface DemoPaymentEvent {
  readonly id: string;
  readonly kind:
    | "CREATED"
    | "SUBMITTED"
    | "AUTHORIZED"
    | "CAPTURED"
    | "DECLINED"
    | "CLOSED"
    | "REFUNDED";
  readonly amountMinor: number;
  readonly at: Date;
}

export interface DemoRefund {
  readonly id: string;
  readonly amountMinor: number;
  readonly currency: "USD";
  /** Only SUCCEEDED ones have moved money. */
  readonly status: "REQUESTED" | "SUCCEEDED" | "REJECTED";
  readonly reason: string;
  readonly idempotencyKey: string;
  /** Unique per provider; null until it was sent there. */
  readonly providerReference: string | null;
  /** Null = the system: the refund of a cancelled order. */
  readonly requestedBy: string | null;
  /** Another person than the requester; null while it waits and when the system approved it. */
  readonly decidedBy: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** Exactly one per order that was not REJECTED. */
export interface DemoPayment {
  readonly id: string;
  readonly orderId: string;
  readonly userId: string;
  readonly status: "CREATED" | "CAPTURED" | "CLOSED";
  /** Null until an attempt was made. */
  readonly provider: "SANDBOX" | null;
  readonly amountMinor: number;
  readonly currency: "USD";
  readonly capturedMinor: number;
  /** Sum of the SUCCEEDED refunds. */
  readonly refundedMinor: number;
  readonly attempts: readonly DemoPaymentAttempt[];
  readonly events: readonly DemoPaymentEvent[];
  readonly refunds: readonly DemoRefund[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly capturedAt: Date | null;
}

/** Double entry: the rows of one transaction, and so the whole ledger, sum to zero. */
export interface DemoLedgerEntry {
  readonly id: string;
  readonly transactionId: string;
  readonly paymentId: string;
  readonly refundId: string | null;
  readonly account: "PROVIDER_SANDBOX" | "CUSTOMER_ORDERS";
  readonly kind: "CAPTURE" | "REFUND";
  /** Signed. */
  readonly amountMinor: number;
  readonly currency: "USD";
  readonly at: Date;
}

import { Fault } from "@micro-shop/common/errors";
import { newId } from "@micro-shop/common/ids";
import type {
  ChangeAmountOutcome,
  ClosePaymentOutcome,
  RefundAnswer,
  RefundToMake,
  Siblings,
} from "../clients/siblings";
import type { Intercepted } from "./fakeSiblings";

export interface FakePayment {
  readonly id: string;
  amountMinor: number;
  status: ClosePaymentOutcome | "CREATED" | "AUTHORIZED";
  /** How each step of a saga that changes its amount was answered. */
  readonly changes: Map<string, ChangeAmountOutcome>;
  /** What goes back of it by one step of a saga each. */
  readonly refunds: Map<string, RefundToMake & RefundAnswer>;
}

/** What changing the amount of a payment leads to. */
const changeOutcomes: Readonly<Record<FakePayment["status"], ChangeAmountOutcome>> = {
  CREATED: "CHANGED",
  IN_FLIGHT: "IN_FLIGHT",
  AUTHORIZED: "IN_FLIGHT",
  VOIDING: "IN_FLIGHT",
  CAPTURED: "CAPTURED",
  CLOSED: "CLOSED",
};

export interface FakePay {
  readonly pay: Siblings["pay"];
  payment(orderId: string): FakePayment | null;
  /** Captures the payment of an order; false when it cannot be paid any more. */
  capture(orderId: string): boolean;
}

/** Pay in memory. */
export function createFakePay(intercepted: Intercepted): FakePay {
  const payments = new Map<string, FakePayment>();
  const paymentOf = (orderId: string, amountMinor: number): FakePayment => {
    const payment = payments.get(orderId) ?? {
      id: newId(),
      amountMinor,
      status: "CREATED" as const,
      changes: new Map(),
      refunds: new Map(),
    };
    payments.set(orderId, payment);
    return payment;
  };

  return {
    payment: (orderId) => payments.get(orderId) ?? null,
    capture(orderId) {
      const payment = payments.get(orderId);
      if (payment?.status !== "CREATED") return false;
      payment.status = "CAPTURED";
      return true;
    },

    pay: {
      createPayment: (_scope, { orderId, amountMinor }) =>
        intercepted("createPayment", () => {
          const payment = paymentOf(orderId, amountMinor);
          if (payment.status === "CLOSED") throw new Fault("INTERNAL", "closed before");
          return payment.id;
        }),
      closePayment: (_scope, { orderId, voidAuthorized }) =>
        intercepted("closePayment", () => {
          const payment = paymentOf(orderId, 0);
          if (payment.status === "CREATED") payment.status = "CLOSED";
          if (payment.status !== "AUTHORIZED" && payment.status !== "VOIDING")
            return payment.status;
          if (!voidAuthorized) return "IN_FLIGHT";
          // The provider takes a while: whoever asks again finds it done.
          const isDone = payment.status === "VOIDING";
          payment.status = isDone ? "CLOSED" : "VOIDING";
          return payment.status;
        }),
      changeAmountDue: ({ idempotencyKey }, { orderId, fromMinor, amountMinor }) =>
        intercepted("changeAmountDue", () => {
          const payment = payments.get(orderId);
          if (!payment) return "CLOSED";
          if (idempotencyKey === null) throw new Fault("BAD_REQUEST");
          const before = payment.changes.get(idempotencyKey);
          if (before) return before;
          const outcome = changeOutcomes[payment.status];
          payment.changes.set(idempotencyKey, outcome);
          if (outcome !== "CHANGED") return outcome;
          if (payment.amountMinor !== fromMinor) throw new Fault("BAD_REQUEST");
          payment.amountMinor = amountMinor;
          return outcome;
        }),
      refundOrder: ({ idempotencyKey }, refund) =>
        intercepted("refundOrder", () => {
          const payment = payments.get(refund.orderId);
          if (payment?.status !== "CAPTURED") {
            return { outcome: "NOT_CAPTURED", amountMinor: 0, refundId: null };
          }
          if (idempotencyKey === null) throw new Fault("BAD_REQUEST");
          const left = [...payment.refunds.values()].reduce(
            (sum, { amountMinor }) => sum - amountMinor,
            payment.amountMinor,
          );
          const amountMinor = refund.amountMinor ?? left;
          const answer: RefundAnswer =
            amountMinor > left
              ? { outcome: "EXCEEDS_CAPTURED", amountMinor: 0, refundId: null }
              : { outcome: "ACCEPTED", amountMinor, refundId: newId() };
          const made = payment.refunds.get(idempotencyKey) ?? { ...refund, ...answer };
          payment.refunds.set(idempotencyKey, made);
          const { outcome, refundId } = made;
          return { outcome, amountMinor: made.amountMinor, refundId };
        }),
    },
  };
}

import type { IdMaker } from "../core/ids";
import { SECOND_MS, before } from "../core/time";
import type { DemoPaymentAttempt, DemoPaymentEvent, DemoRefund } from "../types/payments";

export interface PaymentHistory {
  readonly amountMinor: number;
  readonly createdAt: Date;
  /** When an unpaid payment was given up. */
  readonly closedAt: Date | null;
  readonly attempts: readonly DemoPaymentAttempt[];
  readonly refunds: readonly DemoRefund[];
}

type Step = readonly [kind: DemoPaymentEvent["kind"], at: Date, amountMinor: number];

function stepsOf({ amountMinor, createdAt, closedAt, attempts, refunds }: PaymentHistory): Step[] {
  const steps: Step[] = [["CREATED", createdAt, amountMinor]];
  for (const attempt of attempts) {
    steps.push(["SUBMITTED", attempt.createdAt, amountMinor]);
    if (attempt.status === "CAPTURED") {
      steps.push(["AUTHORIZED", before(attempt.settledAt, SECOND_MS), amountMinor]);
    }
    steps.push([attempt.status, attempt.settledAt, amountMinor]);
  }
  for (const refund of refunds) {
    if (refund.status === "SUCCEEDED" && refund.settledAt) {
      steps.push(["REFUNDED", refund.settledAt, refund.amountMinor]);
    }
  }
  if (closedAt) steps.push(["CLOSED", closedAt, amountMinor]);
  return steps;
}

/** The timeline of a payment, oldest first. */
export const createPaymentEvents = (history: PaymentHistory, newId: IdMaker): DemoPaymentEvent[] =>
  stepsOf(history).map(([kind, at, amountMinor]) => ({ id: newId(at), kind, amountMinor, at }));

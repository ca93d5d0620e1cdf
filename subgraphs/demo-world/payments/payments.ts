import { need } from "../core/groups";
import { type IdMaker, createIds } from "../core/ids";
import { sum } from "../core/money";
import { createRandom } from "../core/random";
import type { OrderOutcome } from "../orders/outcomes";
import { isLive } from "../orders/settle";
import type { Trade } from "../orders/trade";
import type { People } from "../people/people";
import type { DemoOrder } from "../types/orders";
import type { DemoLedgerEntry, DemoPayment, DemoRefund } from "../types/payments";
import { createAttempts } from "./attempts";
import { createLedger } from "./ledger";
import { createPaymentEvents } from "./paymentEvents";
import { createRefunds } from "./refunds";

export interface Payments {
  readonly payments: readonly DemoPayment[];
  readonly ledger: readonly DemoLedgerEntry[];
}

const refundedOf = (refunds: readonly DemoRefund[]): number =>
  sum(
    refunds.filter((refund) => refund.status === "SUCCEEDED").map((refund) => refund.amountMinor),
  );

function createPayment(
  order: DemoOrder & { readonly paymentId: string },
  outcome: OrderOutcome,
  people: People,
  newId: IdMaker,
): DemoPayment {
  const attempts = createAttempts(order, outcome, newId);
  const refunds = createRefunds(order, outcome, people, newId);
  const capturedAt = attempts.find((attempt) => attempt.status === "CAPTURED")?.settledAt ?? null;
  const isClosed = !capturedAt && !isLive(order);
  const amountMinor = order.totalMinor;
  const createdAt = order.createdAt;
  const closedAt = isClosed ? order.updatedAt : null;
  const events = createPaymentEvents(
    { amountMinor, createdAt, closedAt, attempts, refunds },
    newId,
  );
  return {
    id: order.paymentId,
    orderId: order.id,
    userId: order.userId,
    status: capturedAt ? "CAPTURED" : isClosed ? "CLOSED" : "CREATED",
    provider: attempts.at(-1)?.provider ?? null,
    amountMinor,
    currency: "USD",
    capturedMinor: capturedAt ? amountMinor : 0,
    refundedMinor: refundedOf(refunds),
    attempts,
    events,
    refunds,
    createdAt,
    updatedAt: events.at(-1)?.at ?? createdAt,
    capturedAt,
  };
}

/** One payment for every order that was not rejected, and the ledger of all money that moved. */
export function createPayments(seed: number, people: People, trade: Trade): Payments {
  const newId = createIds(createRandom(seed, "payment ids"));
  const payments = trade.orders.flatMap((order) => {
    const { paymentId } = order;
    if (paymentId === null) return [];
    return [createPayment({ ...order, paymentId }, need(trade.outcomes, order.id), people, newId)];
  });
  return { payments, ledger: createLedger(payments, newId) };
}

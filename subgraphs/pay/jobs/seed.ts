import { insertInParts, seedOnce } from "@micro-shop/common/database/seedOnce";
import type { Database } from "@micro-shop/common/database/pool";
import {
  createDemoWorld,
  demoOrders,
  demoPayments,
  type DemoPayment,
} from "@micro-shop/demo-world";
import {
  ledgerEntries,
  paymentAttempts,
  paymentEvents,
  payments,
  refunds,
  sandboxCharges,
  sandboxRefunds,
} from "../model/tables";

/** Puts the demo payments in, once. Answers whether it did. */
export async function seedPayments(database: Database, now: Date): Promise<boolean> {
  return seedOnce(database, "demo-world", async (transaction) => {
    const world = createDemoWorld(now);
    const demo = demoPayments(world);
    // An order can be paid for as long as it waits, so only its own slice knows until when.
    const expiries = new Map(demoOrders(world).orders.map((order) => [order.id, order.expiresAt]));
    const paymentRows = demo.payments.map(({ userId, ...payment }) => ({
      ...payment,
      buyerId: userId,
      version: payment.events.length,
      expiresAt: expiries.get(payment.orderId) ?? payment.updatedAt,
    }));
    const ofPayments = <Row>(rowsOf: (payment: (typeof demo.payments)[number]) => readonly Row[]) =>
      demo.payments.flatMap((payment) =>
        rowsOf(payment).map((row) => ({ ...row, paymentId: payment.id })),
      );
    const attemptRows = ofPayments((payment) =>
      payment.attempts.map((row) => ({ ...row, polls: 0 })),
    );
    await insertInParts(paymentRows, (part) => transaction.insert(payments).values(part));
    await insertInParts(attemptRows, (part) => transaction.insert(paymentAttempts).values(part));
    await insertInParts(
      ofPayments((payment) => payment.events),
      (part) => transaction.insert(paymentEvents).values(part),
    );
    await insertInParts(
      ofPayments((payment) => payment.refunds),
      (part) => transaction.insert(refunds).values(part),
    );
    await insertInParts(demo.ledger, (part) => transaction.insert(ledgerEntries).values(part));
    // The sandbox has all of it in its books too, or it could send none of this money back.
    await insertInParts(demo.payments.flatMap(chargesOf), (part) =>
      transaction.insert(sandboxCharges).values(part),
    );
    await insertInParts(demo.payments.flatMap(sandboxRefundsOf), (part) =>
      transaction.insert(sandboxRefunds).values(part),
    );
  });
}

function chargesOf({ attempts, amountMinor, currency, capturedMinor }: DemoPayment) {
  return attempts.map((attempt) => ({
    reference: attempt.providerReference,
    channel: "CARD" as const,
    chargeKey: attempt.id,
    amountMinor,
    currency,
    methodToken: attempt.methodToken,
    capture: "AUTOMATIC" as const,
    status: attempt.status,
    capturedMinor: attempt.status === "CAPTURED" ? capturedMinor : 0,
    declineCode: attempt.declineCode,
    createdAt: attempt.createdAt,
  }));
}

function sandboxRefundsOf({ attempts, refunds: ofPayment }: DemoPayment) {
  const captured = attempts.find(({ status }) => status === "CAPTURED");
  return ofPayment.flatMap(
    ({ id, providerReference, status, createdAt, amountMinor, currency }) => {
      if (status !== "SUCCEEDED" || !captured || providerReference === null) return [];
      return {
        reference: providerReference,
        channel: "CARD" as const,
        refundKey: id,
        chargeReference: captured.providerReference,
        amountMinor,
        currency,
        status,
        createdAt,
      };
    },
  );
}

import { insertInParts, seedOnce } from "@micro-shop/common/database/seedOnce";
import type { Database } from "@micro-shop/common/database/pool";
import { createDemoWorld, demoOrders, demoPayments } from "@micro-shop/demo-world";
import { ledgerEntries, paymentAttempts, paymentEvents, payments, refunds } from "../model/tables";

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
  });
}

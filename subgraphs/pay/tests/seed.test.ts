import { count, eq, sum } from "drizzle-orm";
import { useClock } from "@micro-shop/common/clock";
import { createDemoWorld, demoPayments } from "@micro-shop/demo-world";
import { seedPayments } from "../jobs/seed";
import { ledgerEntries, paymentAttempts, paymentEvents, payments, refunds } from "../model/tables";
import { reconcile } from "../logic/reconcile";
import { sendRefunds } from "../logic/sendRefunds";
import { decide, stateOf } from "./refundSupport";
import { close, pay, payBench, run, signedIn, type PayBench } from "./support";

const SEED_AT = new Date("2026-11-22T12:00:00.000Z");
const demo = demoPayments(createDemoWorld(SEED_AT));

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("seed");
});
afterAll(() => bench.database.close());

describe("the demo payments", () => {
  it("go in once, whoever starts at the same time", async () => {
    const done = await Promise.all([
      seedPayments(bench.database, SEED_AT),
      seedPayments(bench.database, SEED_AT),
    ]);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await seedPayments(bench.database, SEED_AT)).toBe(false);
    const sizes = await Promise.all(
      [payments, paymentAttempts, paymentEvents, refunds, ledgerEntries].map(async (table) => {
        const [row] = await bench.database.drizzle.select({ rows: count() }).from(table);
        return row?.rows;
      }),
    );
    expect(sizes).toEqual([
      demo.payments.length,
      demo.payments.flatMap((payment) => payment.attempts).length,
      demo.payments.flatMap((payment) => payment.events).length,
      demo.payments.flatMap((payment) => payment.refunds).length,
      demo.ledger.length,
    ]);
  });

  it("have a ledger that sums to zero and agrees with the payments", async () => {
    const { drizzle } = bench.database;
    const [total] = await drizzle
      .select({ sum: sum(ledgerEntries.amountMinor) })
      .from(ledgerEntries);
    expect(Number(total?.sum)).toBe(0);
    const [provider] = await drizzle
      .select({ sum: sum(ledgerEntries.amountMinor) })
      .from(ledgerEntries)
      .where(eq(ledgerEntries.account, "PROVIDER_SANDBOX"));
    const [net] = await drizzle
      .select({ captured: sum(payments.capturedMinor), refunded: sum(payments.refundedMinor) })
      .from(payments);
    expect(Number(provider?.sum)).toBe(Number(net?.captured) - Number(net?.refunded));
  });

  it("are answered with their refunds and their history", async () => {
    const refunded = demo.payments.find((payment) => payment.refundedMinor > 0);
    if (!refunded) throw new Error("The demo has no refund.");
    const { data } = await run(
      bench,
      signedIn(refunded.userId),
      `query ($id: ID!) { payment(id: $id) {
        status captured { amountMinor } refunded { amountMinor } refunds { id } events { kind }
      } }`,
      { id: refunded.id },
    );
    expect(data).toEqual({
      payment: {
        status: "CAPTURED",
        captured: { amountMinor: refunded.capturedMinor },
        refunded: { amountMinor: refunded.refundedMinor },
        refunds: refunded.refunds.map(({ id }) => ({ id })),
        events: refunded.events.map(({ kind }) => ({ kind })),
      },
    });
  });

  it("are in the books of the sandbox, as the reconciliation finds", async () => {
    const restore = useClock({ now: () => SEED_AT });
    const outcome = await reconcile(bench);
    restore();
    expect(outcome).toMatchObject({ unanswered: 0, differing: 0 });
    expect(outcome?.compared).toBeGreaterThan(10);
  });

  it("can go back, like the refund that waits for a decision", async () => {
    const asked = demo.payments.find(({ refunds: [refund] }) => refund?.status === "REQUESTED");
    const [refund] = asked?.refunds ?? [];
    if (!asked || !refund) throw new Error("The demo has no request.");
    expect((await decide(bench, refund.id)).userErrors).toEqual([]);
    await sendRefunds(bench);
    expect(await stateOf(bench, { paymentId: asked.id })).toMatchObject({
      refundedMinor: refund.amountMinor,
      refunds: [{ status: "SUCCEEDED" }],
      ledgerSum: 0,
    });
  });

  it("that wait can be paid, also after a declined attempt, and closed", async () => {
    const open = demo.payments.filter((payment) => payment.status === "CREATED");
    const declined = open.find((payment) => payment.attempts.length > 0);
    const fresh = open.find((payment) => payment.attempts.length === 0);
    if (!declined || !fresh) throw new Error("The demo has no open payments.");
    const order = { orderId: declined.orderId, buyerId: declined.userId, paymentId: declined.id };
    expect(await pay(bench, order, {})).toMatchObject({ payment: { status: "CAPTURED" } });
    expect(await close(bench, fresh.orderId)).toBe("CLOSED");
  });
});

import { newId } from "@micro-shop/common/ids";
import { lockWait } from "@micro-shop/common/testing/lockWaits";
import { seededRandom } from "@micro-shop/common/testing/seededRandom";
import { sendRefunds } from "../logic/sendRefunds";
import {
  decide,
  paidOrder,
  refundOrder,
  refundsAnswer,
  request,
  sendAll,
  stateOf,
  succeeded,
} from "./refundSupport";
import { payBench, signedIn, type PayBench } from "./support";

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("refund_races");
});
afterAll(() => bench.database.close());

function times<Value>(count: number, work: (index: number) => Promise<Value>): Promise<Value[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

describe("refunds of one payment that race", () => {
  it("never exceed what was captured, of 30 that staff ask for", async () => {
    const order = await paidOrder(bench, 1_000);
    const answers = await times(30, () => request(bench, order, { amountMinor: 300 }));
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(codes).toEqual(Array(27).fill("REFUND_EXCEEDS_CAPTURED"));
    expect((await stateOf(bench, order)).refunds).toHaveLength(3);
  });

  it("wait for each other at the payment's row, so that the second sees the first", async () => {
    const order = await paidOrder(bench, 1_000);
    const connection = await bench.database.pool.getConnection();
    await connection.query("START TRANSACTION");
    await connection.query("SELECT id FROM payment WHERE order_id = ? FOR UPDATE", [
      Buffer.from(order.orderId.replaceAll("-", ""), "hex"),
    ]);
    const both = times(2, () => request(bench, order, { amountMinor: 501 }));
    await lockWait(bench.database);
    await connection.query("COMMIT");
    connection.release();
    const codes = (await both).map(({ userErrors }) => userErrors[0]?.code ?? "ASKED");
    expect(codes.toSorted()).toEqual(["ASKED", "REFUND_EXCEEDS_CAPTURED"]);
  });

  it("never exceed it between staff, the order service, decisions and the provider", async () => {
    const random = seededRandom();
    const captured = 1_000;
    const order = await paidOrder(bench, captured);
    const { services } = refundsAnswer(bench, (wanted) =>
      random.integer(4) === 0
        ? { outcome: "FAILED", reference: null, code: "NO" }
        : succeeded(wanted),
    );
    await times(40, async (index) => {
      const amountMinor = 1 + random.integer(400);
      if (index % 4 === 0) {
        const amount = index % 8 === 0 ? {} : { amountMinor };
        await refundOrder(bench, { orderId: order.orderId, ...amount });
      } else {
        const { refund } = await request(bench, order, { amountMinor });
        if (refund) await decide(bench, refund.id, random.integer(3) > 0);
      }
      await sendRefunds(services);
    });
    while ((await sendRefunds(services)) > 0);
    // What was refused, by staff or by the provider, is free again: the rest goes back whole.
    await refundOrder(bench, { orderId: order.orderId });
    while ((await sendAll(bench)) > 0);
    const { refunds, refundedMinor, ledgerSum, bookings, booked } = await stateOf(bench, order);
    const sumOf = (...statuses: string[]): number =>
      refunds
        .filter(({ status }) => statuses.includes(status))
        .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const seed = `seed ${random.seed}`;
    expect([seed, refundedMinor]).toEqual([seed, sumOf("SUCCEEDED")]);
    expect([seed, refundedMinor, ledgerSum]).toEqual([seed, captured, 0]);
    expect([seed, bookings]).toEqual([
      seed,
      refunds.filter(({ status }) => status === "SUCCEEDED").length,
    ]);
    expect(Object.keys(booked)).toHaveLength(2);
    expect([seed, sumOf("APPROVED", "PENDING", "REQUESTED")]).toEqual([seed, 0]);
  });

  it("are one refund, of 30 requests with the same key", async () => {
    const order = await paidOrder(bench, 1_000);
    const idempotencyKey = newId();
    const answers = await times(30, () => request(bench, order, { idempotencyKey }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await stateOf(bench, order)).refunds).toHaveLength(1);
  });
});

describe("decisions that race", () => {
  it("on one refund let one person in: it goes back once or not at all", async () => {
    await times(5, async () => {
      const order = await paidOrder(bench, 1_000);
      const { refund } = await request(bench, order);
      const deciders = Array.from({ length: 6 }, () => signedIn(newId(), "refund:approve"));
      const answers = await Promise.all(
        deciders.map((decider, index) => decide(bench, refund?.id ?? "", index % 2 === 0, decider)),
      );
      expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
      await Promise.all([sendAll(bench), sendAll(bench)]);
      const { refundedMinor, bookings, refunds } = await stateOf(bench, order);
      const isGranted = refunds[0]?.status !== "REJECTED";
      expect(bookings).toBeLessThanOrEqual(isGranted ? 1 : 0);
      expect(refundedMinor).toBe(bookings * 100);
    });
  });

  it("with a refund of all that is left never send a request twice", async () => {
    await times(10, async () => {
      const order = await paidOrder(bench, 1_000);
      const { refund } = await request(bench, order, { amountMinor: 300 });
      const [decided, all] = await Promise.all([
        decide(bench, refund?.id ?? ""),
        refundOrder(bench, { orderId: order.orderId }),
      ]);
      const isGranted = decided.userErrors.length === 0;
      expect(all.amountMinor).toBe(isGranted ? 700 : 1_000);
      const { refunds } = await stateOf(bench, order);
      const sum = refunds
        .filter(({ status }) => status !== "REJECTED")
        .reduce((total, { amountMinor }) => total + amountMinor, 0);
      expect(sum).toBe(1_000);
    });
  });
});

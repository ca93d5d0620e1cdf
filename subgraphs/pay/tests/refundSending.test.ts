import { eq } from "drizzle-orm";
import { useClock } from "@micro-shop/common/clock";
import { createGate } from "@micro-shop/common/testing/gate";
import { newId } from "@micro-shop/common/ids";
import { receiveNotice } from "../logic/receiveNotice";
import { sendRefunds } from "../logic/sendRefunds";
import { paymentAttempts, refunds, webhookEvents } from "../model/tables";
import type { RefundNotice, RefundResult } from "../providers/provider";
import {
  eventsOf,
  granted,
  paidOrder,
  refundsAnswer,
  request,
  sendAll,
  stateOf,
  succeeded,
  withProvider,
} from "./refundSupport";
import { payBench, type PayBench } from "./support";

let bench: PayBench;
let passedMs = 0;
let restoreClock: () => void;

beforeAll(async () => {
  bench = await payBench("refund_sending");
});
beforeEach(() => {
  passedMs = 0;
  restoreClock = useClock({ now: () => new Date(Date.now() + passedMs) });
});
afterEach(async () => {
  restoreClock();
  // What one test leaves waiting would be sent by the next.
  await bench.database.drizzle.update(refunds).set({ nextTryAt: null });
});
afterAll(() => bench.database.close());

function passSeconds(seconds: number): void {
  passedMs += seconds * 1_000;
}

async function rowOf(id: string) {
  const [row] = await bench.database.drizzle.select().from(refunds).where(eq(refunds.id, id));
  return row;
}

const lost = (): Promise<never> => Promise.reject(new Error("the connection broke"));

describe("sending a refund", () => {
  it("names the charge, the amount and a key that never changes", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order, 300);
    const { services, asked } = refundsAnswer(bench, lost);
    await sendRefunds(services);
    passSeconds(11);
    await sendRefunds(services);
    const [attempt] = await bench.database.drizzle
      .select()
      .from(paymentAttempts)
      .where(eq(paymentAttempts.paymentId, order.paymentId));
    const wanted = {
      key: id,
      chargeKey: attempt?.id,
      chargeReference: attempt?.providerReference,
      amount: { amountMinor: 300, currency: "USD" },
    };
    expect(asked).toEqual([wanted, wanted]);
  });

  it("is written down before the provider is asked", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    const seen: unknown[] = [];
    const { services } = refundsAnswer(bench, async (wanted) => {
      seen.push(await rowOf(wanted.key));
      return succeeded(wanted);
    });
    await sendRefunds(services);
    expect(seen).toMatchObject([{ id, status: "PENDING", tries: 1 }]);
  });

  it("is done again after a crash between the note and the question", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    // The process dies: what it had noted stands, and it never asked.
    await sendRefunds(refundsAnswer(bench, lost).services);
    expect(await rowOf(id)).toMatchObject({ status: "PENDING" });
    expect(await sendAll(bench)).toBe(0);
    passSeconds(11);
    expect(await sendAll(bench)).toBe(1);
    expect(await stateOf(bench, order)).toMatchObject({ refundedMinor: 100, bookings: 1 });
  });

  it("asks first what became of it, and never sends twice what the provider knows", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    await sendRefunds(refundsAnswer(bench, lost).services);
    passSeconds(11);
    const { services, asked } = refundsAnswer(bench, lost);
    const known = withProvider(services, {
      findRefund: async () => ({ outcome: "SUCCEEDED", reference: "went_back" }),
    });
    await sendRefunds(known);
    expect(asked).toEqual([]);
    expect(await rowOf(id)).toMatchObject({
      status: "SUCCEEDED",
      providerReference: "went_back",
    });
  });

  it("waits for a pending result, and asks less and less often, for ever", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    const pending: RefundResult = { outcome: "PENDING", reference: "on_its_way" };
    const { services } = refundsAnswer(bench, () => pending);
    const waiting = withProvider(services, { findRefund: async () => pending });
    const tries: number[] = [];
    for (let second = 0; second < 3_600; second += 10) {
      if ((await sendRefunds(waiting)) > 0) tries.push(second);
      passSeconds(10);
    }
    const pauses = tries.slice(1).map((second, index) => second - (tries[index] ?? 0));
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600, 600]);
    expect(await rowOf(id)).toMatchObject({
      status: "PENDING",
      providerReference: "on_its_way",
      tries: 11,
    });
    expect(await stateOf(bench, order)).toMatchObject({ refundedMinor: 0, bookings: 0 });
  });

  it("gives a failed refund up, tells it, and leaves it to people", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order, 1_000);
    const failure = { outcome: "FAILED", reference: null, code: "ACCOUNT_CLOSED" } as const;
    await sendRefunds(refundsAnswer(bench, () => failure).services);
    passSeconds(86_400);
    expect(await sendAll(bench)).toBe(0);
    expect(await rowOf(id)).toMatchObject({ status: "FAILED", failureCode: "ACCOUNT_CLOSED" });
    expect(await stateOf(bench, order)).toMatchObject({
      refundedMinor: 0,
      bookings: 0,
      refundedEvents: 0,
      repairWork: [
        { kind: "REFUND_FAILED", subjectId: id, found: "The provider failed with ACCOUNT_CLOSED." },
      ],
    });
    expect(await eventsOf(bench, order)).toMatchObject([
      {
        topic: "refund.failed",
        payload: { refundId: id, amountMinor: 1_000, code: "ACCOUNT_CLOSED" },
      },
    ]);
    // What did not go back can be asked for again.
    expect((await request(bench, order, { amountMinor: 1_000 })).userErrors).toEqual([]);
  });

  it("goes on while a provider hangs or is not set up any more", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    const hanging = withProvider(bench, {
      refund: (_wanted, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
        }),
    });
    expect(await sendRefunds({ ...hanging, providerTimeoutMs: 20 })).toBe(1);
    passSeconds(11);
    expect(await sendRefunds({ ...bench, providers: {} })).toBe(1);
    expect(await rowOf(id)).toMatchObject({ status: "PENDING", tries: 2 });
    passSeconds(21);
    await sendAll(bench);
    expect(await rowOf(id)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("cuts what a provider calls a failure rather than never writing it down", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    const code = "x".repeat(500);
    const failure = { outcome: "FAILED", reference: null, code } as const;
    await sendRefunds(refundsAnswer(bench, () => failure).services);
    expect(await rowOf(id)).toMatchObject({ status: "FAILED", failureCode: "x".repeat(50) });
  });

  it("is shared by instances: each refund is sent by one of them", async () => {
    const order = await paidOrder(bench);
    await Promise.all(Array.from({ length: 10 }, () => granted(bench, order, 10)));
    const { services, asked } = refundsAnswer(bench, succeeded);
    await Promise.all([1, 2, 3].map(() => sendRefunds(services)));
    while ((await sendRefunds(services)) > 0);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(10);
    expect(asked).toHaveLength(10);
    expect(await stateOf(bench, order)).toMatchObject({ refundedMinor: 100, bookings: 10 });
  });
});

describe("a notice of a refund", () => {
  /** A refund that the provider was asked for, and its notice. */
  async function waiting() {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    const pending: RefundResult = { outcome: "PENDING", reference: `back_${id}` };
    await sendRefunds(refundsAnswer(bench, () => pending).services);
    return { order, id, notice: noticeOf(id) };
  }

  function noticeOf(id: string): RefundNotice {
    return {
      kind: "REFUND",
      eventId: `event_${newId()}`,
      key: id,
      amount: { amountMinor: 100, currency: "USD" },
      result: { outcome: "SUCCEEDED", reference: `back_${id}` },
    };
  }

  /** Takes a notice in whose signature the provider has proven. */
  function take(notice: RefundNotice): Promise<void> {
    const services = withProvider(bench, { readNotice: () => notice });
    return receiveNotice(services, "SANDBOX", { body: Buffer.alloc(0), headers: {} });
  }

  it("sends the money back in our books, once, delivered 50 times and under two ids", async () => {
    const { order, notice } = await waiting();
    await Promise.all(Array.from({ length: 50 }, () => take(notice)));
    await take({ ...notice, eventId: `event_${newId()}` });
    expect(await stateOf(bench, order)).toMatchObject({
      refundedMinor: 100,
      bookings: 1,
      ledgerSum: 0,
      refundedEvents: 1,
      repairWork: [],
    });
    expect(await eventsOf(bench, order)).toHaveLength(1);
  });

  it("may be faster than the answer to our own call", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    const gate = createGate();
    const { services } = refundsAnswer(bench, async (wanted) => {
      await gate.pass();
      return succeeded(wanted);
    });
    const sending = sendRefunds(services);
    await gate.reached;
    await take(noticeOf(id));
    gate.open();
    await sending;
    expect(await stateOf(bench, order)).toMatchObject({
      refundedMinor: 100,
      bookings: 1,
      refundedEvents: 1,
      repairWork: [],
    });
  });

  it("that contradicts the result is taken, changes nothing, and is work for people", async () => {
    const { order, id, notice } = await waiting();
    await take(notice);
    const failure = { outcome: "FAILED", reference: `back_${id}`, code: "LATE" } as const;
    await take({ ...notice, eventId: `event_${newId()}`, result: failure });
    expect(await stateOf(bench, order)).toMatchObject({
      refundedMinor: 100,
      repairWork: [
        {
          kind: "REFUND_MISMATCH",
          subjectId: id,
          found: "The provider says FAILED, our books say SUCCEEDED.",
        },
      ],
    });
  });

  it.each([
    ["another amount", { amount: { amountMinor: 99, currency: "USD" } }, "BAD_REQUEST"],
    ["another currency", { amount: { amountMinor: 100, currency: "EUR" } }, "BAD_REQUEST"],
    ["another reference", { result: { outcome: "SUCCEEDED", reference: "x" } }, "BAD_REQUEST"],
    ["a refund that there is not", { key: newId() }, "NOT_FOUND"],
    ["no id", { key: "refund" }, "NOT_FOUND"],
  ])("of %s is refused and stores nothing", async (_what, change, code) => {
    const { order, notice } = await waiting();
    const wrong = { ...notice, ...change } as RefundNotice;
    await expect(take(wrong)).rejects.toMatchObject({ code });
    expect(await stateOf(bench, order)).toMatchObject({ refundedMinor: 0, bookings: 0 });
    const stored = await bench.database.drizzle
      .select()
      .from(webhookEvents)
      .where(eq(webhookEvents.eventId, notice.eventId));
    expect(stored).toEqual([]);
  });

  it("of a refund that was never sent is refused", async () => {
    const order = await paidOrder(bench);
    await expect(take(noticeOf(await granted(bench, order)))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const { refund } = await request(bench, order);
    await expect(take(noticeOf(refund?.id ?? ""))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

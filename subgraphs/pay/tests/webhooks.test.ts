import { eq, sql } from "drizzle-orm";
import { newId } from "@micro-shop/common/ids";
import { applyResult } from "../logic/applyResult";
import { findAttempt } from "../model/attempts";
import { outbox, paymentAttempts, payments, webhookEvents } from "../model/tables";
import { refundOrder } from "./refundSupport";
import { close, pay } from "./support";
import { declined, PAID, UNPAID, webhookBench, type WebhookBench } from "./webhookBench";

let notices: WebhookBench;
beforeAll(async () => {
  notices = await webhookBench("webhooks");
});
afterAll(() => notices.close());

describe("a notice of a provider", () => {
  it("of an approval captures the payment", async () => {
    const { order, notice } = await notices.waiting();
    expect(await notices.send(notice)).toBe(200);
    expect(await notices.stateOf(order)).toEqual(PAID);
  });

  it("of a refusal gives the payment back to its buyer", async () => {
    const { order, notice } = await notices.waiting();
    const refusal = declined(notice);
    refusal.charge.declineCode = "INSUFFICIENT_FUNDS";
    expect(await notices.send(refusal)).toBe(200);
    expect(await notices.stateOf(order)).toEqual({ status: "CREATED", captured: 0, bookings: 0 });
    expect(await notices.attemptOf(order)).toMatchObject({
      status: "DECLINED",
      declineCode: "INSUFFICIENT_FUNDS",
    });
    expect((await pay(notices.bench, order, {})).payment?.status).toBe("CAPTURED");
  });

  it("counts once, delivered 100 times, and is taken each time", async () => {
    const { order, notice } = await notices.waiting();
    const codes = await Promise.all(Array.from({ length: 100 }, () => notices.send(notice)));
    expect(new Set(codes)).toEqual(new Set([200]));
    expect(await notices.stateOf(order)).toEqual(PAID);
    expect(
      await notices.bench.database.drizzle
        .select()
        .from(webhookEvents)
        .where(eq(webhookEvents.eventId, notice.id)),
    ).toHaveLength(1);
  });

  it("counts once under different ids", async () => {
    const { order, notice } = await notices.waiting();
    expect(await notices.send(notice)).toBe(200);
    expect(await notices.send({ ...notice, id: `event_${newId()}` })).toBe(200);
    expect(await notices.stateOf(order)).toEqual(PAID);
  });

  it("that contradicts the result is taken but changes nothing", async () => {
    const { order, notice } = await notices.waiting();
    await notices.send(notice);
    expect(await notices.send({ ...declined(notice), id: `event_${newId()}` })).toBe(200);
    expect(await notices.stateOf(order)).toEqual(PAID);

    // What fits nothing is work for people.
    expect(await notices.workOf(order)).toEqual([
      { kind: "CHARGE_MISMATCH", found: "The provider says DECLINED, our books say CAPTURED." },
    ]);
  });

  it.each(["that waits for its buyer", "that was given up"])(
    "of money that was taken after all is booked, of a payment %s, and order hears of it",
    async (what) => {
      const { order, notice } = await notices.waiting();
      await notices.send(declined(notice));
      if (what.includes("given up"))
        expect(await close(notices.bench, order.orderId)).toBe("CLOSED");
      const late = { ...notice, id: `event_${newId()}` };
      expect(await notices.send(late)).toBe(200);
      expect(await notices.send({ ...late, id: `event_${newId()}` })).toBe(200);
      expect(await notices.stateOf(order)).toEqual(PAID);
      expect(await notices.attemptOf(order)).toMatchObject({
        status: "CAPTURED",
        declineCode: null,
      });
      expect(await notices.workOf(order)).toEqual([]);
      const sent = await notices.bench.database.drizzle.select().from(outbox);
      const told = sent.filter(({ payload }) => payload.includes(order.orderId));
      expect(told.map(({ topic }) => topic)).toEqual(["payment.captured"]);
      // Order asks for it, if nobody gets anything for it.
      const refund = { orderId: order.orderId, amountMinor: null };
      expect(await refundOrder(notices.bench, refund)).toMatchObject({
        outcome: "ACCEPTED",
        amountMinor: 500,
      });
    },
  );

  it("of less money than was due books that much", async () => {
    const { order, notice } = await notices.waiting();
    notice.charge.capturedMinor = 300;
    expect(await notices.send(notice)).toBe(200);
    expect(await notices.stateOf(order)).toEqual({ ...PAID, captured: 300 });
  });

  it("of money that another attempt has brought already is left to people", async () => {
    const { order, notice } = await notices.waiting();
    await notices.send(declined(notice));
    expect((await pay(notices.bench, order, {})).payment?.status).toBe("CAPTURED");
    expect(await notices.send({ ...notice, id: `event_${newId()}` })).toBe(200);
    expect(await notices.stateOf(order)).toEqual(PAID);
    expect(await notices.workOf(order)).toEqual([
      { kind: "CAPTURE_UNMATCHED", found: "The provider says APPROVED, our books say DECLINED." },
    ]);
  });

  it("that comes after what followed it is taken but changes nothing", async () => {
    const { order, notice } = await notices.waiting();
    const charge = { ...notice.charge, status: "AUTHORIZED", capturedMinor: 0 };
    expect(await notices.send(notice)).toBe(200);
    expect(await notices.send({ ...notice, id: `event_${newId()}`, charge })).toBe(200);
    expect([await notices.stateOf(order), await notices.workOf(order)]).toEqual([PAID, []]);
  });

  it("of something we keep no books of is taken and changes nothing", async () => {
    const { order, notice } = await notices.waiting();
    expect(await notices.send({ ...notice, type: "payout" })).toBe(200);
    expect(await notices.stateOf(order)).toEqual(UNPAID);
    expect(await notices.send(notice)).toBe(200);
  });

  it("may be faster than the answer to our own call", async () => {
    const { order, notice } = await notices.waiting();
    await notices.bench.database.drizzle
      .update(paymentAttempts)
      .set({ providerReference: null })
      .where(eq(paymentAttempts.id, notice.charge.key));
    expect(await notices.send(notice)).toBe(200);
    expect(await notices.stateOf(order)).toEqual(PAID);
    expect((await notices.attemptOf(order)).providerReference).toBe(notice.charge.reference);
  });
});

it("a notice that cannot be written down is not taken, so that it comes again", async () => {
  const { order, notice } = await notices.waiting();
  const { drizzle } = notices.bench.database;
  await drizzle.execute(sql`rename table webhook_event to lost`);
  expect(await notices.send(notice)).toBe(500);
  await drizzle.execute(sql`rename table lost to webhook_event`);
  expect(await notices.stateOf(order)).toEqual(UNPAID);
  expect(await notices.send(notice)).toBe(200);
  expect(await notices.stateOf(order)).toEqual(PAID);
});

it("a notice whose payment does not wait for its attempt is taken, left to people, and applied once the books are whole", async () => {
  const { order, notice } = await notices.waiting();
  const { drizzle } = notices.bench.database;
  const force = (status: "CLOSED" | "IN_FLIGHT") =>
    drizzle.update(payments).set({ status }).where(eq(payments.id, order.paymentId));
  await force("CLOSED");
  for (const again of [notice, notice, { ...notice, id: `event_${newId()}` }]) {
    expect(await notices.send(again)).toBe(200);
  }
  expect(await notices.stateOf(order)).toEqual({ status: "CLOSED", captured: 0, bookings: 0 });
  const attempt = await notices.attemptOf(order);
  expect(attempt).toMatchObject({ status: "IN_FLIGHT", settledAt: null });
  expect(attempt.nextPollAt).toBeInstanceOf(Date);
  expect(await notices.workOf(order)).toEqual([
    {
      kind: "CAPTURE_UNMATCHED",
      found: "The provider says APPROVED, our books have it under way of a payment CLOSED.",
    },
  ]);
  await force("IN_FLIGHT");
  // As the next poll applies it.
  const result = { outcome: "APPROVED", capturedMinor: 500 } as const;
  const found = await findAttempt(drizzle, attempt.id);
  if (!found) throw new Error("no attempt");
  await applyResult(notices.bench, found, { ...result, reference: notice.charge.reference });
  expect(await notices.stateOf(order)).toEqual(PAID);
});

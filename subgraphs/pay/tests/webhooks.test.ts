import { eq, sql } from "drizzle-orm";
import { useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { applyResult } from "../logic/applyResult";
import { findAttempt } from "../model/attempts";
import {
  ledgerEntries,
  outbox,
  paymentAttempts,
  payments,
  repairWork,
  webhookEvents,
} from "../model/tables";
import { SIGNATURE_HEADER, signNotice } from "../providers/sandbox/signature";
import { refundOrder } from "./refundSupport";
import { startTestService, type TestService } from "./service";
import {
  close,
  dueOrder,
  pay,
  payBench,
  WEBHOOK_SECRET,
  type DueOrder,
  type PayBench,
} from "./support";

let bench: PayBench;
let service: TestService;

beforeAll(async () => {
  bench = await payBench("webhooks");
  service = await startTestService(bench.database.url);
});
afterAll(async () => {
  await service.stop();
  await bench.database.close();
});

interface Notice {
  id: string;
  channel: string;
  type: string;
  charge: {
    reference: string;
    channel: string;
    key: string;
    amountMinor: number;
    currency: string;
    status: string;
    capturedMinor: number;
    declineCode: string | null;
    redirectUrl: string | null;
  };
}

/** An order whose payment waits for a result that will only come by a notice, and that notice. */
async function waiting(): Promise<{ order: DueOrder; notice: Notice }> {
  const order = await dueOrder(bench, { amountMinor: 500 });
  await pay(bench, order, { methodToken: "tok_never" });
  const { id, providerReference } = await attemptOf(order);
  return {
    order,
    notice: {
      id: `event_${newId()}`,
      channel: "CARD",
      type: "charge",
      charge: {
        reference: providerReference ?? "",
        channel: "CARD",
        key: id,
        amountMinor: 500,
        currency: "USD",
        status: "CAPTURED",
        capturedMinor: 500,
        declineCode: null,
        redirectUrl: null,
      },
    },
  };
}

function declined(notice: Notice): Notice {
  const charge = { ...notice.charge, status: "DECLINED", capturedMinor: 0 };
  return { ...notice, charge: { ...charge, declineCode: "CARD_DECLINED" } };
}

async function attemptOf(order: DueOrder) {
  const [attempt] = await bench.database.drizzle
    .select()
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, order.paymentId));
  if (!attempt) throw new Error("no attempt");
  return attempt;
}

async function send(
  notice: Notice | string,
  headers: Record<string, string> | null = null,
): Promise<number> {
  const body = typeof notice === "string" ? notice : JSON.stringify(notice);
  const { status } = await fetch(`${service.url}/webhooks/sandbox`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(headers ?? { [SIGNATURE_HEADER]: signNotice(WEBHOOK_SECRET, Buffer.from(body)) }),
    },
    body,
  });
  return status;
}

async function stateOf(order: DueOrder) {
  const { drizzle } = bench.database;
  const [payment] = await drizzle.select().from(payments).where(eq(payments.id, order.paymentId));
  const ledger = await drizzle
    .select()
    .from(ledgerEntries)
    .where(eq(ledgerEntries.paymentId, order.paymentId));
  return { status: payment?.status, captured: payment?.capturedMinor, bookings: ledger.length };
}

function workOf({ paymentId }: DueOrder) {
  return bench.database.drizzle
    .select({ kind: repairWork.kind, found: repairWork.found })
    .from(repairWork)
    .where(eq(repairWork.paymentId, paymentId));
}

const UNPAID = { status: "IN_FLIGHT", captured: 0, bookings: 0 };
const PAID = { status: "CAPTURED", captured: 500, bookings: 2 };

describe("a notice of a provider", () => {
  it("of an approval captures the payment", async () => {
    const { order, notice } = await waiting();
    expect(await send(notice)).toBe(200);
    expect(await stateOf(order)).toEqual(PAID);
  });

  it("of a refusal gives the payment back to its buyer", async () => {
    const { order, notice } = await waiting();
    const refusal = declined(notice);
    refusal.charge.declineCode = "INSUFFICIENT_FUNDS";
    expect(await send(refusal)).toBe(200);
    expect(await stateOf(order)).toEqual({ status: "CREATED", captured: 0, bookings: 0 });
    expect(await attemptOf(order)).toMatchObject({
      status: "DECLINED",
      declineCode: "INSUFFICIENT_FUNDS",
    });
    expect((await pay(bench, order, {})).payment?.status).toBe("CAPTURED");
  });

  it("counts once, delivered 100 times, and is taken each time", async () => {
    const { order, notice } = await waiting();
    const codes = await Promise.all(Array.from({ length: 100 }, () => send(notice)));
    expect(new Set(codes)).toEqual(new Set([200]));
    expect(await stateOf(order)).toEqual(PAID);
    expect(
      await bench.database.drizzle
        .select()
        .from(webhookEvents)
        .where(eq(webhookEvents.eventId, notice.id)),
    ).toHaveLength(1);
  });

  it("counts once under different ids", async () => {
    const { order, notice } = await waiting();
    expect(await send(notice)).toBe(200);
    expect(await send({ ...notice, id: `event_${newId()}` })).toBe(200);
    expect(await stateOf(order)).toEqual(PAID);
  });

  it("that contradicts the result is taken but changes nothing", async () => {
    const { order, notice } = await waiting();
    await send(notice);
    expect(await send({ ...declined(notice), id: `event_${newId()}` })).toBe(200);
    expect(await stateOf(order)).toEqual(PAID);

    // What fits nothing is work for people.
    expect(await workOf(order)).toEqual([
      { kind: "CHARGE_MISMATCH", found: "The provider says DECLINED, our books say CAPTURED." },
    ]);
  });

  it.each(["that waits for its buyer", "that was given up"])(
    "of money that was taken after all is booked, of a payment %s, and order hears of it",
    async (what) => {
      const { order, notice } = await waiting();
      await send(declined(notice));
      if (what.includes("given up")) expect(await close(bench, order.orderId)).toBe("CLOSED");
      const late = { ...notice, id: `event_${newId()}` };
      expect(await send(late)).toBe(200);
      expect(await send({ ...late, id: `event_${newId()}` })).toBe(200);
      expect(await stateOf(order)).toEqual(PAID);
      expect(await attemptOf(order)).toMatchObject({ status: "CAPTURED", declineCode: null });
      expect(await workOf(order)).toEqual([]);
      const sent = await bench.database.drizzle.select().from(outbox);
      const told = sent.filter(({ payload }) => payload.includes(order.orderId));
      expect(told.map(({ topic }) => topic)).toEqual(["payment.captured"]);
      // Order asks for it, if nobody gets anything for it.
      const refund = { orderId: order.orderId, amountMinor: null };
      expect(await refundOrder(bench, refund)).toMatchObject({
        outcome: "ACCEPTED",
        amountMinor: 500,
      });
    },
  );

  it("of money that another attempt has brought already is left to people", async () => {
    const { order, notice } = await waiting();
    await send(declined(notice));
    expect((await pay(bench, order, {})).payment?.status).toBe("CAPTURED");
    expect(await send({ ...notice, id: `event_${newId()}` })).toBe(200);
    expect(await stateOf(order)).toEqual(PAID);
    expect(await workOf(order)).toEqual([
      { kind: "CAPTURE_UNMATCHED", found: "The provider says APPROVED, our books say DECLINED." },
    ]);
  });

  it("of something we keep no books of is taken and changes nothing", async () => {
    const { order, notice } = await waiting();
    expect(await send({ ...notice, type: "payout" })).toBe(200);
    expect(await stateOf(order)).toEqual(UNPAID);
    expect(await send(notice)).toBe(200);
  });

  it("may be faster than the answer to our own call", async () => {
    const { order, notice } = await waiting();
    await bench.database.drizzle
      .update(paymentAttempts)
      .set({ providerReference: null })
      .where(eq(paymentAttempts.id, notice.charge.key));
    expect(await send(notice)).toBe(200);
    expect(await stateOf(order)).toEqual(PAID);
    expect((await attemptOf(order)).providerReference).toBe(notice.charge.reference);
  });
});

describe("a notice is refused, and changes nothing,", () => {
  it.each([
    ["the amount", { amountMinor: 499 }, 400],
    ["the currency", { currency: "EUR" }, 400],
    ["the reference", { reference: "sandbox_other" }, 400],
    ["what was captured of it", { capturedMinor: 499 }, 400],
    ["the charge", { key: newId() }, 404],
    ["the charge, not even an id", { key: "charge" }, 404],
  ])("when %s is not the one we know", async (_what, change, status) => {
    const { order, notice } = await waiting();
    Object.assign(notice.charge, change);
    expect(await send(notice)).toBe(status);
    expect(await stateOf(order)).toEqual(UNPAID);
    expect(
      await bench.database.drizzle
        .select()
        .from(webhookEvents)
        .where(eq(webhookEvents.eventId, notice.id)),
    ).toEqual([]);
  });

  it("without a signature, with a bad one, and with one for other bytes", async () => {
    const { order, notice } = await waiting();
    const signature = (text: string, secret = WEBHOOK_SECRET) => ({
      [SIGNATURE_HEADER]: signNotice(secret, Buffer.from(text)),
    });
    const text = JSON.stringify(notice);
    expect(await send(notice, {})).toBe(401);
    expect(await send(notice, { [SIGNATURE_HEADER]: "t=1,v1=00" })).toBe(401);
    expect(await send(notice, signature(text, "a secret that nobody shares"))).toBe(401);
    expect(await send(JSON.stringify(notice, null, 1), signature(text))).toBe(401);
    expect(await stateOf(order)).toEqual(UNPAID);
  });

  it("with a signature older than 300 s", async () => {
    const { order, notice } = await waiting();
    const restore = useClock({ now: () => new Date(Date.now() - 301_000) });
    const old = signNotice(WEBHOOK_SECRET, Buffer.from(JSON.stringify(notice)));
    restore();
    expect(await send(notice, { [SIGNATURE_HEADER]: old })).toBe(401);
    expect(await stateOf(order)).toEqual(UNPAID);
  });

  it.each(["", "{", "[]", "null", '{"id":1}', '{"__proto__":{}}'])(
    "when it is signed nonsense: %j",
    async (body) => {
      expect(await send(body)).toBe(400);
    },
  );

  it("when it is of another provider's", async () => {
    const { order, notice } = await waiting();
    expect(await send({ ...notice, channel: "WALLET" })).toBe(400);
    expect(await stateOf(order)).toEqual(UNPAID);
  });

  it("when it is larger than any notice", async () => {
    expect(await send("x".repeat(65 * 1024))).toBe(413);
  });

  it("for providers that are not set up", async () => {
    const { status } = await fetch(`${service.url}/webhooks/stripe`, {
      method: "POST",
      body: "{}",
    });
    expect(status).toBe(404);
  });
});

it("a notice that cannot be written down is not taken, so that it comes again", async () => {
  const { order, notice } = await waiting();
  const { drizzle } = bench.database;
  await drizzle.execute(sql`rename table webhook_event to lost`);
  expect(await send(notice)).toBe(500);
  await drizzle.execute(sql`rename table lost to webhook_event`);
  expect(await stateOf(order)).toEqual(UNPAID);
  expect(await send(notice)).toBe(200);
  expect(await stateOf(order)).toEqual(PAID);
});

it("a notice whose payment does not wait for its attempt is taken, left to people, and applied once the books are whole", async () => {
  const { order, notice } = await waiting();
  const { drizzle } = bench.database;
  const force = (status: "CLOSED" | "IN_FLIGHT") =>
    drizzle.update(payments).set({ status }).where(eq(payments.id, order.paymentId));
  await force("CLOSED");
  for (const again of [notice, notice, { ...notice, id: `event_${newId()}` }]) {
    expect(await send(again)).toBe(200);
  }
  expect(await stateOf(order)).toEqual({ status: "CLOSED", captured: 0, bookings: 0 });
  const attempt = await attemptOf(order);
  expect(attempt).toMatchObject({ status: "IN_FLIGHT", settledAt: null });
  expect(attempt.nextPollAt).toBeInstanceOf(Date);
  expect(await workOf(order)).toEqual([
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
  await applyResult(bench, found, { ...result, reference: notice.charge.reference });
  expect(await stateOf(order)).toEqual(PAID);
});

import { eq } from "drizzle-orm";
import { newId } from "@micro-shop/common/ids";
import { refunds } from "../model/tables";
import {
  decide,
  eventsOf,
  finance,
  granted,
  paidOrder,
  request,
  sendAll,
  stateOf,
  support,
} from "./refundSupport";
import { dueOrder, payBench, run, signedIn, type PayBench } from "./support";

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("refunds");
});
afterAll(() => bench.database.close());

function rowOf(id: string | undefined) {
  return bench.database.drizzle
    .select()
    .from(refunds)
    .where(eq(refunds.id, id ?? ""));
}

describe("a refund of staff", () => {
  it("is asked for by one, granted by another, and then goes back", async () => {
    const order = await paidOrder(bench);
    const asked = await request(bench, order, { amountMinor: 300 });
    expect(asked).toMatchObject({ refund: { status: "REQUESTED" }, userErrors: [] });
    const id = asked.refund?.id ?? "";
    expect(await sendAll(bench)).toBe(0);
    expect(await decide(bench, id)).toEqual({ refund: { id, status: "APPROVED" }, userErrors: [] });
    expect(await sendAll(bench)).toBe(1);
    expect(await stateOf(bench, order)).toEqual({
      refundedMinor: 300,
      refunds: [{ amountMinor: 300, status: "SUCCEEDED" }],
      booked: { PROVIDER_SANDBOX: -300, CUSTOMER_ORDERS: 300 },
      bookings: 1,
      ledgerSum: 0,
      refundedEvents: 1,
      repairWork: [],
    });
    expect(await eventsOf(bench, order)).toEqual([
      {
        topic: "refund.succeeded",
        consumer: "order",
        payload: {
          refundId: id,
          paymentId: order.paymentId,
          orderId: order.orderId,
          amountMinor: 300,
          refundedMinor: 300,
          capturedMinor: 1_000,
          currency: "USD",
          at: expect.stringMatching(/Z$/),
        },
      },
    ]);
    expect(await rowOf(id)).toMatchObject([
      {
        requestedBy: support.user?.id,
        decidedBy: finance.user?.id,
        providerReference: `back_${id}`,
        tries: 1,
        nextTryAt: null,
        decidedAt: expect.any(Date),
        settledAt: expect.any(Date),
      },
    ]);
  });

  it("is read by the buyer with the payment: what was taken, what went back, and when", async () => {
    const order = await paidOrder(bench);
    await granted(bench, order, 250);
    await request(bench, order, { amountMinor: 50, reason: "A scratch" });
    await sendAll(bench);
    const { data } = await run(
      bench,
      signedIn(order.buyerId),
      `query ($id: ID!) { payment(id: $id) {
        captured { amountMinor } refunded { formatted }
        refunds { status amount { amountMinor } reason } events { kind amount { amountMinor } }
      } }`,
      { id: order.paymentId },
    );
    expect(data).toMatchObject({
      payment: {
        captured: { amountMinor: 1_000 },
        refunded: { formatted: "$2.50" },
        refunds: [
          { status: "SUCCEEDED", amount: { amountMinor: 250 } },
          { status: "REQUESTED", amount: { amountMinor: 50 }, reason: "A scratch" },
        ],
        events: [
          { kind: "CREATED" },
          { kind: "SUBMITTED" },
          { kind: "CAPTURED" },
          { kind: "REFUNDED", amount: { amountMinor: 250 } },
        ],
      },
    });
  });

  it("may be all of it, in parts, and not one unit more", async () => {
    const order = await paidOrder(bench, 1_000);
    for (const amountMinor of [999, 1]) await granted(bench, order, amountMinor);
    expect(await request(bench, order, { amountMinor: 1 })).toEqual({
      refund: null,
      userErrors: [{ code: "REFUND_EXCEEDS_CAPTURED", path: ["input", "amountMinor"] }],
    });
    await sendAll(bench);
    expect(await stateOf(bench, order)).toMatchObject({ refundedMinor: 1_000, bookings: 2 });
    const sums = (await eventsOf(bench, order)).map(({ payload }) => payload.refundedMinor);
    expect(sums).toHaveLength(2);
    expect(Math.max(...sums)).toBe(1_000);
  });

  it("counts while it waits, and no longer once it is rejected", async () => {
    const order = await paidOrder(bench, 1_000);
    const { refund } = await request(bench, order, { amountMinor: 600 });
    expect((await request(bench, order, { amountMinor: 401 })).userErrors).toMatchObject([
      { code: "REFUND_EXCEEDS_CAPTURED" },
    ]);
    expect(await decide(bench, refund?.id ?? "", false)).toMatchObject({
      refund: { status: "REJECTED" },
    });
    expect((await request(bench, order, { amountMinor: 1_000 })).userErrors).toEqual([]);
    expect(await sendAll(bench)).toBe(0);
    expect(await stateOf(bench, order)).toMatchObject({ refundedMinor: 0, bookings: 0 });
  });
});

describe("asking for a refund", () => {
  it("is answered the same under the same key, and refused with another body", async () => {
    const order = await paidOrder(bench);
    const idempotencyKey = newId();
    const first = await request(bench, order, { idempotencyKey });
    expect(await request(bench, order, { idempotencyKey })).toEqual(first);
    for (const other of [{ amountMinor: 101 }, { reason: "Another one" }, { paymentId: newId() }]) {
      expect(await request(bench, order, { idempotencyKey, ...other })).toEqual({
        refund: null,
        userErrors: [{ code: "IDEMPOTENCY_KEY_REUSED", path: ["input", "idempotencyKey"] }],
      });
    }
    expect((await stateOf(bench, order)).refunds).toHaveLength(1);
  });

  it("may use a key that somebody else uses, or one that differs in case alone", async () => {
    const order = await paidOrder(bench);
    for (const caller of [support, finance]) {
      for (const idempotencyKey of ["key", "KEY"]) {
        expect((await request(bench, order, { idempotencyKey }, caller)).userErrors).toEqual([]);
      }
    }
    expect((await stateOf(bench, order)).refunds).toHaveLength(4);
  });

  it("is refused for a payment that there is not, or that nothing was captured of", async () => {
    expect(await request(bench, { paymentId: newId() })).toEqual({
      refund: null,
      userErrors: [{ code: "NOT_FOUND", path: ["input", "paymentId"] }],
    });
    const unpaid = await dueOrder(bench);
    expect(await request(bench, unpaid)).toEqual({
      refund: null,
      userErrors: [{ code: "INVALID_STATE", path: ["input", "paymentId"] }],
    });
    expect((await stateOf(bench, unpaid)).refunds).toEqual([]);
  });

  it.each([
    ["amountMinor", 0],
    ["amountMinor", -1],
    ["amountMinor", 1_000_000_000_001],
    ["reason", ""],
    ["reason", "  "],
    ["reason", "two\nlines"],
    ["reason", "x".repeat(501)],
    ["paymentId", "1"],
    ["idempotencyKey", ""],
    ["idempotencyKey", "x".repeat(256)],
    ["idempotencyKey", "\0"],
  ])("is refused and stores nothing when %s is %j", async (field, value) => {
    const order = await paidOrder(bench);
    const { refund, userErrors } = await request(bench, order, { [field]: value });
    expect(refund).toBeNull();
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", path: ["input", field] }]);
    expect((await stateOf(bench, order)).refunds).toEqual([]);
  });

  it.each([1.5, "1e9", 2 ** 53, null])("takes no amount like %j", async (amountMinor) => {
    const order = await paidOrder(bench);
    await expect(request(bench, order, { amountMinor })).rejects.toThrow("amountMinor");
  });
});

describe("deciding on a refund", () => {
  it("is refused to whoever asked for it, whatever their scopes", async () => {
    const order = await paidOrder(bench);
    const { refund } = await request(bench, order, {}, finance);
    const id = refund?.id ?? "";
    for (const approve of [true, false]) {
      expect(await decide(bench, id, approve, finance)).toEqual({
        refund: null,
        userErrors: [{ code: "APPROVER_IS_REQUESTER", path: ["input", "refundId"] }],
      });
    }
    expect(await rowOf(id)).toMatchObject([{ status: "REQUESTED", decidedBy: null }]);
  });

  it("is done once: a repeat changes nothing, another decision is refused", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    const again = { refund: { id, status: "APPROVED" }, userErrors: [] };
    expect(await decide(bench, id)).toEqual(again);
    const late = {
      refund: null,
      userErrors: [{ code: "INVALID_STATE", path: ["input", "refundId"] }],
    };
    expect(await decide(bench, id, false)).toEqual(late);
    expect(await decide(bench, id, true, signedIn(newId(), "refund:approve"))).toEqual(late);
    await sendAll(bench);
    expect(await decide(bench, id)).toMatchObject({ refund: { status: "SUCCEEDED" } });
    expect(await stateOf(bench, order)).toMatchObject({ refundedMinor: 100, bookings: 1 });
  });

  it("is refused for what there is not", async () => {
    expect(await decide(bench, newId())).toMatchObject({ userErrors: [{ code: "NOT_FOUND" }] });
    expect(await decide(bench, "1")).toMatchObject({ userErrors: [{ code: "INVALID_INPUT" }] });
  });
});

describe("the rights to refunds", () => {
  it("are two scopes, and neither gives the other", async () => {
    const order = await paidOrder(bench);
    const buyer = signedIn(order.buyerId);
    const reader = signedIn(newId(), "payment:read");
    const approver = signedIn(newId(), "payment:read", "refund:approve");
    for (const caller of [buyer, reader, approver]) {
      await expect(request(bench, order, {}, caller)).rejects.toThrow("FORBIDDEN");
    }
    await expect(request(bench, order, {}, {})).rejects.toThrow("UNAUTHENTICATED");
    const { refund } = await request(bench, order);
    const id = refund?.id ?? "";
    for (const caller of [buyer, reader, support]) {
      await expect(decide(bench, id, true, caller)).rejects.toThrow("FORBIDDEN");
    }
    await expect(decide(bench, id, true, {})).rejects.toThrow("UNAUTHENTICATED");
    expect(await rowOf(id)).toMatchObject([{ status: "REQUESTED" }]);
  });
});

import { eq } from "drizzle-orm";
import { newId } from "@micro-shop/common/ids";
import { refunds } from "../model/tables";
import {
  decide,
  finance,
  granted,
  paidOrder,
  refundOrder,
  request,
  sendAll,
  stateOf,
} from "./refundSupport";
import {
  contextOf,
  dueOrder,
  orderService,
  payBench,
  run,
  type DueOrder,
  type PayBench,
} from "./support";

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("system_refunds");
});
afterAll(() => bench.database.close());

describe("a refund of the order service", () => {
  it("needs nobody's leave and goes back", async () => {
    const order = await paidOrder(bench, 1_000);
    const { orderId } = order;
    const answer = await refundOrder(bench, { orderId, amountMinor: 400 });
    expect(answer).toEqual({
      outcome: "ACCEPTED",
      refundId: expect.any(String),
      amountMinor: 400,
    });
    const [row] = await bench.database.drizzle
      .select()
      .from(refunds)
      .where(eq(refunds.id, answer.refundId ?? ""));
    expect(row).toMatchObject({ status: "APPROVED", requestedBy: null, decidedBy: null });
    expect(await decide(bench, answer.refundId ?? "", false)).toMatchObject({
      userErrors: [{ code: "INVALID_STATE" }],
    });
    await sendAll(bench);
    expect(await stateOf(bench, order)).toMatchObject({
      refundedMinor: 400,
      refunds: [{ amountMinor: 400, status: "SUCCEEDED" }],
      bookings: 1,
      ledgerSum: 0,
    });
  });

  it("is of all that is left when it names no amount, requests of staff included", async () => {
    const order = await paidOrder(bench, 1_000);
    const { orderId } = order;
    await granted(bench, order, 100);
    const { refund } = await request(bench, order, { amountMinor: 250 });
    expect(await refundOrder(bench, { orderId })).toMatchObject({
      outcome: "ACCEPTED",
      amountMinor: 900,
    });
    expect(await decide(bench, refund?.id ?? "")).toMatchObject({
      userErrors: [{ code: "INVALID_STATE" }],
    });
    await sendAll(bench);
    expect((await stateOf(bench, order)).refundedMinor).toBe(1_000);
    expect(await refundOrder(bench, { orderId })).toEqual({
      outcome: "ACCEPTED",
      refundId: null,
      amountMinor: 0,
    });
  });

  it("is answered the same to each repeat of its step, also to those that come at once", async () => {
    const order = await paidOrder(bench, 1_000);
    const key = `${newId()}:refund`;
    const ask = () => refundOrder(bench, { orderId: order.orderId, amountMinor: 300 }, key);
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await refundOrder(bench, { orderId: order.orderId }, key)).toEqual(answers[0]);
    expect((await stateOf(bench, order)).refunds).toHaveLength(1);
  });

  it("does nothing where less is left or nothing was captured", async () => {
    const order = await paidOrder(bench, 1_000);
    const nothing = { refundId: null, amountMinor: 0 };
    expect(await refundOrder(bench, { orderId: order.orderId, amountMinor: 1_001 })).toEqual({
      outcome: "EXCEEDS_CAPTURED",
      ...nothing,
    });
    const unpaid = await dueOrder(bench);
    for (const orderId of [unpaid.orderId, newId()]) {
      expect(await refundOrder(bench, { orderId })).toEqual({
        outcome: "NOT_CAPTURED",
        ...nothing,
      });
    }
    for (const { paymentId } of [order, unpaid]) {
      expect((await stateOf(bench, { paymentId })).refunds).toEqual([]);
    }
  });

  it("is for services alone, and only with the key of a saga's step", async () => {
    const { orderId } = await paidOrder(bench);
    const { codes } = await run(
      bench,
      finance,
      `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { outcome } }`,
      { input: { orderId, reason: "x" } },
    );
    expect(codes).toEqual(["FORBIDDEN"]);
    for (const key of [null, "refund", newId()]) {
      await expect(refundOrder(bench, { orderId }, key)).rejects.toMatchObject({
        code: "BAD_REQUEST",
      });
    }
  });

  it.each([{ amountMinor: 0 }, { amountMinor: -1 }, { reason: "" }, { orderId: "1" }])(
    "is a fault of the caller with %j",
    async (change) => {
      const { orderId } = await paidOrder(bench);
      await expect(refundOrder(bench, { orderId, ...change })).rejects.toBeDefined();
    },
  );
});

describe("a refund that falls due", () => {
  function due(order: DueOrder, change: object = {}) {
    const payload = {
      orderId: order.orderId,
      paymentId: order.paymentId,
      amountMinor: null,
      currency: "USD",
      key: `${order.paymentId}:refund:1`,
      reason: "The payment came after the order had expired.",
      ...change,
    };
    const occurredAt = new Date().toISOString();
    return { id: newId(), topic: "refund.due", payload: JSON.stringify(payload), occurredAt };
  }

  async function deliver(...events: ReturnType<typeof due>[]) {
    const { receiveEvents } = contextOf(bench, orderService);
    return receiveEvents(events);
  }

  it("sends all of a late payment back, once, however often and in whatever event it comes", async () => {
    const order = await paidOrder(bench, 1_000);
    const [first, second] = [due(order), due(order)];
    expect(await deliver(first, first, second)).toEqual([first.id, first.id, second.id]);
    expect(await deliver(first)).toEqual([first.id]);
    await sendAll(bench);
    expect(await stateOf(bench, order)).toMatchObject({
      refundedMinor: 1_000,
      refunds: [{ amountMinor: 1_000, status: "SUCCEEDED" }],
      bookings: 1,
    });
  });

  it("is work for people where less is left", async () => {
    const order = await paidOrder(bench, 1_000);
    await granted(bench, order, 600);
    const event = due(order, { amountMinor: 401 });
    expect(await deliver(event)).toEqual([event.id]);
    const state = await stateOf(bench, order);
    expect(state.refunds).toHaveLength(1);
    expect(state.repairWork).toEqual([
      {
        kind: "REFUND_UNFIT",
        subjectId: order.paymentId,
        found: "401 USD fell due, 400 are left.",
      },
    ]);
  });

  it.each([
    ["of another order", { orderId: newId() }],
    ["of no payment", { paymentId: newId() }],
    ["in another currency", { currency: "EUR" }],
  ])("is not taken, so that somebody looks, when it is %s", async (_what, change) => {
    const order = await paidOrder(bench);
    expect(await deliver(due(order, change))).toEqual([]);
    expect((await stateOf(bench, order)).refunds).toEqual([]);
  });

  it("is not taken for money that was never captured", async () => {
    const order = await dueOrder(bench);
    expect(await deliver(due(order))).toEqual([]);
  });

  it("is nobody's word but order's", async () => {
    const order = await paidOrder(bench);
    const { codes } = await run(
      bench,
      { service: "product" },
      `mutation ($input: DeliverEventsInput!) { deliverEvents(input: $input) { acceptedIds } }`,
      { input: { events: [due(order)] } },
    );
    expect(codes).toEqual(["FORBIDDEN"]);
  });
});

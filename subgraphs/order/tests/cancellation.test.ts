import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { until } from "@micro-shop/common/testing/until";
import { unavailable } from "./fakeSiblings";
import { newCustomer, openOrderFixture, type Customer, type OrderFixture } from "./orderFixture";
import {
  cancelOrder,
  deliver,
  placeOrder,
  placePaidOrder,
  recordedEvents,
  refundedEvent,
  stateOf,
  type CancelAnswer,
  type PlacedOrder,
} from "./orderHelpers";
import { dieAfter, takeOver } from "./otherInstance";

const staff = newCustomer("order:cancel", "order:ship");

interface Cancellation {
  readonly status: string;
  readonly reason: string | null;
  readonly note: string | null;
  readonly resolvedAt: string | null;
}

describe("a paid order whose buyer wants out", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  let order: PlacedOrder;
  beforeAll(async () => (fixture = await openOrderFixture("cancellation")));
  afterAll(() => fixture.close());
  beforeEach(async () => {
    customer = newCustomer();
    order = await placePaidOrder(fixture, customer);
    fixture.siblings.calls.length = 0;
  });

  const ask = () => cancelOrder(fixture, customer, order.id);
  const resolve = (
    approve: boolean,
    { note = null, by = staff }: { note?: string | null; by?: Partial<Caller> } = {},
  ): Promise<CancelAnswer> =>
    fixture.mutate(
      by,
      "resolveCancellation",
      "order { id status } userErrors { __typename code message path }",
      {
        orderId: order.id,
        approve,
        note,
      },
    );
  const ship = () =>
    fixture.mutate<{ userErrors: readonly { code: string }[] }>(
      staff,
      "shipOrder",
      "userErrors { code }",
      { orderId: order.id, carrier: "Post", trackingNumber: "1", idempotencyKey: newId() },
    );
  const state = () => stateOf(fixture, customer, order.id);
  const cancellation = async (): Promise<Cancellation | null> => {
    const { data } = await fixture.run<{ order: { cancellation: Cancellation | null } }>(
      customer,
      "query ($id: ID!) { order(id: $id) { cancellation { status reason note requestedAt resolvedAt } } }",
      { id: order.id },
    );
    return data?.order.cancellation ?? null;
  };
  const refunds = () => [...(fixture.siblings.payment(order.id)?.refunds.values() ?? [])];
  const cancelTopics = async () =>
    (await recordedEvents(fixture, order.id))
      .map(({ topic }) => topic)
      .filter((topic) => topic === "order.cancelled");
  const done = (status: string) => ({ order: { id: order.id, status }, userErrors: [] });
  const refused = (code: string) => ({ order: null, userErrors: [{ code }] });
  const paid = ["1 PENDING_PAYMENT", "2 PAID"];
  const cancelled = [...paid, "3 CANCELLED"];

  it("stays PAID while the wish waits for the staff; asking again changes nothing", async () => {
    expect(await cancellation()).toBeNull();
    expect(await ask()).toEqual(done("PAID"));
    await Promise.all([ask(), ask(), ask()]);
    expect(await cancellation()).toMatchObject({
      status: "REQUESTED",
      reason: "I changed my mind.",
      resolvedAt: null,
    });
    expect((await state()).events).toEqual(paid);
    expect(fixture.siblings.calls).toEqual([]);
    expect((await ship()).userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
  });

  it("is refunded and cancelled when the staff agree, and tells product and marketing", async () => {
    await ask();
    expect(await resolve(true, { note: "Of course." })).toEqual(done("CANCELLED"));
    expect(refunds()).toMatchObject([
      { amountMinor: order.total.amountMinor, reason: "The order was cancelled." },
    ]);
    expect(await state()).toEqual({
      status: "CANCELLED",
      paymentStatus: "PAID",
      events: cancelled,
    });
    expect(await cancellation()).toMatchObject({
      status: "APPROVED",
      note: "Of course.",
      resolvedAt: expect.any(String),
    });
    const events = await recordedEvents(fixture, order.id);
    const payload = { orderId: order.id, couponId: null, reason: "REFUNDED" };
    expect(events.slice(-2)).toEqual([
      { topic: "order.cancelled", consumer: "marketing", payload },
      { topic: "order.cancelled", consumer: "product", payload },
    ]);
    await deliver(fixture, refundedEvent(fixture, order));
    expect((await state()).paymentStatus).toBe("REFUNDED");
    expect(await resolve(true)).toEqual(done("CANCELLED"));
    expect(refunds()).toHaveLength(1);
  });

  it("goes its way when the staff refuse, and its buyer may ask again", async () => {
    await ask();
    expect(await resolve(false, { note: "It is packed." })).toEqual(done("PAID"));
    expect(await cancellation()).toMatchObject({ status: "REJECTED", note: "It is packed." });
    expect(await resolve(true)).toMatchObject(refused("INVALID_STATE"));
    await ask();
    expect(await cancellation()).toMatchObject({ status: "REQUESTED", note: null });
    expect(await resolve(true)).toEqual(done("CANCELLED"));
    expect(refunds()).toHaveLength(1);
  });

  it("is shipped after a refusal, and then cannot be cancelled any more", async () => {
    await ask();
    await resolve(false);
    expect((await ship()).userErrors).toEqual([]);
    expect(await ask()).toMatchObject(refused("INVALID_STATE"));
    expect(await resolve(true)).toMatchObject(refused("INVALID_STATE"));
    expect(refunds()).toEqual([]);
  });

  it("is decided on once, by however many of the staff at once", async () => {
    for (let round = 0; round < 5; round++) {
      order = await placePaidOrder(fixture, customer);
      await ask();
      const answers = await Promise.all([resolve(true), resolve(false), resolve(true)]);
      const { status } = await state();
      const isCancelled = status === "CANCELLED";
      expect(refunds()).toHaveLength(isCancelled ? 1 : 0);
      expect((await cancelTopics()).length).toBe(isCancelled ? 2 : 0);
      expect((await cancellation())?.status).toBe(isCancelled ? "APPROVED" : "REJECTED");
      expect(answers.some(({ userErrors }) => userErrors.length > 0)).toBe(true);
    }
  });

  it("is shipped xor to be cancelled when both are wanted at once", async () => {
    for (let round = 0; round < 8; round++) {
      order = await placePaidOrder(fixture, customer);
      const [asked, shipped] = await Promise.all([ask(), ship()]);
      const isShipped = shipped.userErrors.length === 0;
      expect((await state()).status).toBe(isShipped ? "SHIPPED" : "PAID");
      expect((await cancellation())?.status ?? null).toBe(isShipped ? null : "REQUESTED");
      expect(asked.userErrors.length).toBe(isShipped ? 1 : 0);
    }
  });

  it("is not decided on without a wish, nor when it is unpaid or unknown", async () => {
    expect(await resolve(true)).toMatchObject(refused("INVALID_STATE"));
    order = await placeOrder(fixture, customer);
    expect(await resolve(true)).toMatchObject(refused("INVALID_STATE"));
    order = { ...order, id: newId() };
    expect(await resolve(true)).toMatchObject(refused("NOT_FOUND"));
    expect(fixture.siblings.calls).not.toContain("refundOrder");
  });

  it("is decided on by staff with the right alone", async () => {
    await ask();
    for (const by of [customer, newCustomer("order:read", "order:ship"), {}]) {
      await expect(resolve(true, { by })).rejects.toThrow(/may not|signed in/);
    }
    expect(await cancellation()).toMatchObject({ status: "REQUESTED" });
  });

  it("is decided on neither by its buyer nor by who asked for it", async () => {
    const clerk = newCustomer("order:cancel");
    customer = newCustomer("order:cancel");
    for (const [requester, decider] of [
      [customer, customer],
      [clerk, clerk],
      [clerk, customer],
    ] as const) {
      order = await placePaidOrder(fixture, customer);
      await cancelOrder(fixture, requester, order.id);
      for (const approve of [true, false]) {
        const answer = await resolve(approve, { by: decider });
        expect(answer).toMatchObject(refused("APPROVER_IS_REQUESTER"));
      }
      expect([(await cancellation())?.status, refunds()]).toEqual(["REQUESTED", []]);
    }
    expect(await resolve(true)).toEqual(done("CANCELLED"));
  });

  it.each(["", "a\nb", "x".repeat(501)])("is not answered with a note like %j", async (note) => {
    await ask();
    expect(await resolve(true, { note })).toMatchObject(refused("INVALID_INPUT"));
    expect(await cancellation()).toMatchObject({ status: "REQUESTED" });
  });

  it("stays to be decided on when nothing was captured after all", async () => {
    await ask();
    const payment = fixture.siblings.payment(order.id);
    if (payment) payment.status = "CLOSED";
    expect(await resolve(true, { note: "Yes." })).toMatchObject(refused("INVALID_STATE"));
    expect(await cancellation()).toMatchObject({
      status: "REQUESTED",
      note: null,
      resolvedAt: null,
    });
    expect((await state()).events).toEqual(paid);
  });

  it("is cancelled when the money is back before the order knows that it goes", async () => {
    await ask();
    fixture.siblings.after(
      "refundOrder",
      async () => void (await deliver(fixture, refundedEvent(fixture, order))),
    );
    await resolve(true);
    // The money is a change of its own, which no event tells of.
    expect(await state()).toEqual({
      status: "CANCELLED",
      paymentStatus: "REFUNDED",
      events: [...paid, "4 CANCELLED"],
    });
  });

  describe("while pay is away", () => {
    const end = () =>
      until("the end of the cancellation", async () => (await state()).status === "CANCELLED");

    it("is cancelled in the background, refunded once", async () => {
      await ask();
      const repair = fixture.siblings.breakDown("refundOrder");
      expect(await resolve(true)).toEqual(done("PAID"));
      expect((await ship()).userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
      repair();
      const stop = await takeOver(fixture);
      await end();
      await stop();
      expect(refunds()).toHaveLength(1);
      expect(await cancelTopics()).toHaveLength(2);
    });

    it("is refunded once when an answer is lost", async () => {
      await ask();
      fixture.siblings.after("refundOrder", unavailable);
      expect(await resolve(true)).toEqual(done("CANCELLED"));
      expect(refunds()).toHaveLength(1);
    });

    it("is carried through by another instance when this one dies after the refund", async () => {
      await ask();
      const dying = dieAfter(fixture, "refundOrder");
      const first = resolve(true);
      await dying.reached;
      expect((await state()).status).toBe("PAID");
      const stop = await takeOver(fixture);
      await end();
      dying.revive();
      expect(await first).toEqual(done("CANCELLED"));
      await stop();
      expect((await state()).events).toEqual(cancelled);
      expect(refunds()).toHaveLength(1);
    });
  });
});

import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { createGate } from "@micro-shop/common/testing/gate";
import { unavailable } from "./fakeSiblings";
import { newCustomer, openOrderFixture, type Customer, type OrderFixture } from "./orderFixture";
import { binaryId } from "./placing";
import {
  cancelOrder,
  capturedEvent,
  deliver,
  placeOrder,
  recordedEvents,
  refundedEvent,
  stateOf,
  type CancelAnswer,
  type PlacedOrder,
} from "./orderHelpers";

describe("a placed order", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  beforeAll(async () => (fixture = await openOrderFixture("pay_and_cancel")));
  afterAll(() => fixture.close());
  beforeEach(() => (customer = newCustomer()));

  const cancel = (orderId: string, caller: Partial<Caller> = customer): Promise<CancelAnswer> =>
    cancelOrder(fixture, caller, orderId);
  const paid = ["1 PENDING_PAYMENT", "2 PAID"];
  const cancelled = ["1 PENDING_PAYMENT", "2 CANCELLED"];

  describe("when its payment is captured", () => {
    it("becomes PAID and tells product and marketing", async () => {
      const skuId = fixture.siblings.sell();
      const couponId = fixture.siblings.addCoupon(customer.id, 100);
      const order = await placeOrder(fixture, customer, {
        lines: [{ skuId, quantity: 3 }],
        couponId,
      });
      await deliver(fixture, capturedEvent(fixture, order));
      expect(await stateOf(fixture, customer, order.id)).toEqual({
        status: "PAID",
        paymentStatus: "PAID",
        events: paid,
      });
      const payload = {
        orderId: order.id,
        userId: customer.id,
        lines: [{ skuId, quantity: 3 }],
        couponId,
        totalMinor: order.total.amountMinor,
        currency: "USD",
        paidAt: "2026-11-22T16:00:00.000Z",
      };
      expect(await recordedEvents(fixture, order.id)).toEqual([
        { topic: "order.paid", consumer: "marketing", payload },
        { topic: "order.paid", consumer: "product", payload },
      ]);
    });

    it("becomes PAID once, however often and at how many places the event arrives", async () => {
      const order = await placeOrder(fixture, customer);
      const event = capturedEvent(fixture, order);
      const accepted = await Promise.all([
        ...Array.from({ length: 5 }, () => deliver(fixture, event)),
        deliver(fixture, capturedEvent(fixture, order)),
      ]);
      expect(accepted.flat()).toHaveLength(6);
      expect((await stateOf(fixture, customer, order.id)).events).toEqual(paid);
      expect(await recordedEvents(fixture, order.id)).toHaveLength(2);
    });

    it.each([
      ["another amount", { amountMinor: 1 }],
      ["another currency", { currency: "EUR" as const }],
    ])("of %s is cancelled, and all of the money goes back", async (_what, changes) => {
      const order = await placeOrder(fixture, customer);
      const event = capturedEvent(fixture, order, changes);
      expect(await deliver(fixture, event)).toEqual([event.id]);
      expect(await deliver(fixture, { ...event, id: newId() })).toHaveLength(1);
      expect(await stateOf(fixture, customer, order.id)).toEqual({
        status: "CANCELLED",
        paymentStatus: "PAID",
        events: cancelled,
      });
      const sent = await recordedEvents(fixture, order.id);
      expect(sent.map(({ topic }) => topic).toSorted()).toEqual([
        "order.cancelled",
        "order.cancelled",
        "refund.due",
      ]);
      const { paymentId, currency } = event.payload;
      expect(sent.find(({ topic }) => topic === "refund.due")?.payload).toMatchObject({
        paymentId,
        amountMinor: null,
        currency,
        key: `${paymentId}:refund:1`,
      });
      const { amountMinor } = event.payload;
      const refund = { amountMinor, refundedMinor: amountMinor, capturedMinor: amountMinor };
      await deliver(fixture, refundedEvent(fixture, order, refund));
      const { paymentStatus } = await stateOf(fixture, customer, order.id);
      expect(paymentStatus).toBe("REFUNDED");
    });

    it("leaves the event with its sender while the order is still being placed", async () => {
      const gate = createGate();
      fixture.siblings.after("createPayment", gate.pass);
      const placing = placeOrder(fixture, customer);
      await gate.reached;
      const { data } = await fixture.run<{ orders: { edges: { node: { id: string } }[] } }>(
        customer,
        "{ orders(first: 1) { edges { node { id } } } }",
      );
      const id = data?.orders.edges[0]?.node.id ?? "";
      const event = capturedEvent(fixture, { id, total: { amountMinor: 1_499, currency: "USD" } });
      expect(await deliver(fixture, event)).toEqual([]);
      gate.open();
      await placing;
      expect(await deliver(fixture, event)).toEqual([event.id]);
      expect((await stateOf(fixture, customer, id)).events).toEqual(paid);
    });

    it("of an order that does not exist sends all of it back", async () => {
      const id = newId();
      const event = capturedEvent(fixture, { id, total: { amountMinor: 1, currency: "USD" } });
      expect(await deliver(fixture, event)).toEqual([event.id]);
      const { paymentId } = event.payload;
      expect(await recordedEvents(fixture, id)).toMatchObject([
        { topic: "refund.due", consumer: "pay", payload: { paymentId, amountMinor: null } },
      ]);
      // How that went is no order's business either.
      const back = refundedEvent(fixture, { id, total: { amountMinor: 1, currency: "USD" } });
      expect(await deliver(fixture, back)).toEqual([back.id]);
    });
  });

  describe("when its buyer cancels it", () => {
    it("closes the payment first, becomes CANCELLED and tells product and marketing", async () => {
      const couponId = fixture.siblings.addCoupon(customer.id, 100);
      const order = await placeOrder(fixture, customer, { couponId });
      expect(await cancel(order.id)).toEqual({
        order: { id: order.id, status: "CANCELLED" },
        userErrors: [],
      });
      expect(fixture.siblings.payment(order.id)?.status).toBe("CLOSED");
      expect((await stateOf(fixture, customer, order.id)).events).toEqual(cancelled);
      const payload = { orderId: order.id, couponId, reason: "BUYER" };
      expect(await recordedEvents(fixture, order.id)).toEqual([
        { topic: "order.cancelled", consumer: "marketing", payload },
        { topic: "order.cancelled", consumer: "product", payload },
      ]);
    });

    it("is cancelled once by ten requests at once, and all are told so", async () => {
      const order = await placeOrder(fixture, customer);
      const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(order.id)));
      expect(answers.every((answer) => answer.order?.status === "CANCELLED")).toBe(true);
      expect(await recordedEvents(fixture, order.id)).toHaveLength(2);
      expect((await cancel(order.id)).order?.status).toBe("CANCELLED");
    });

    it("is somebody else's: NOT_FOUND, unless staff may cancel", async () => {
      const order = await placeOrder(fixture, customer);
      for (const caller of [newCustomer(), newCustomer("order:read", "order:ship")]) {
        expect(await cancel(order.id, caller)).toMatchObject({
          order: null,
          userErrors: [{ code: "NOT_FOUND", path: ["input", "orderId"] }],
        });
      }
      expect((await stateOf(fixture, customer, order.id)).status).toBe("PENDING_PAYMENT");
    });

    it("is cancelled by staff as well, and the others are told so", async () => {
      const order = await placeOrder(fixture, customer);
      expect((await cancel(order.id, newCustomer("order:cancel"))).order?.status).toBe("CANCELLED");
      const [rows] = await fixture.database.pool.query(
        `select actor, note from order_event where order_id = ${binaryId(order.id)} and version = 2`,
      );
      expect(rows).toEqual([{ actor: "STAFF", note: "I changed my mind." }]);
      const [event] = await recordedEvents(fixture, order.id);
      expect(event?.payload).toMatchObject({ reason: "STAFF" });
    });

    it.each(["IN_FLIGHT", "CAPTURED"] as const)(
      "is refused while its payment is %s",
      async (status) => {
        const order = await placeOrder(fixture, customer);
        const payment = fixture.siblings.payment(order.id);
        if (payment) payment.status = status;
        expect((await cancel(order.id)).userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
        expect((await stateOf(fixture, customer, order.id)).status).toBe("PENDING_PAYMENT");
      },
    );

    it("lets money go that was only set aside, and is cancelled once that is done, never refused", async () => {
      const order = await placeOrder(fixture, customer);
      const payment = fixture.siblings.payment(order.id);
      if (payment) payment.status = "AUTHORIZED";
      expect(await cancel(order.id)).toEqual({
        order: { id: order.id, status: "CANCELLED" },
        userErrors: [],
      });
      expect(payment?.status).toBe("CLOSED");
      expect((await stateOf(fixture, customer, order.id)).events).toEqual(cancelled);
    });

    it("is asked once more when the answer of pay is lost", async () => {
      const order = await placeOrder(fixture, customer);
      fixture.siblings.after("closePayment", unavailable);
      expect((await cancel(order.id)).order?.status).toBe("CANCELLED");
    });

    it.each(["", " \n", "a\0b", "x".repeat(501)])("takes no reason like %j", async (reason) => {
      const { id: orderId } = await placeOrder(fixture, customer);
      const input = { orderId, reason };
      const selection = "order { id } userErrors { code path }";
      expect(await fixture.mutate(customer, "cancelOrder", selection, input)).toMatchObject({
        order: null,
        userErrors: [{ code: "INVALID_INPUT", path: ["input", "reason"] }],
      });
    });

    it("is refused while the order is still being placed", async () => {
      const gate = createGate();
      fixture.siblings.before("createPayment", gate.pass);
      const placing = placeOrder(fixture, customer);
      await gate.reached;
      const { data } = await fixture.run<{ orders: { edges: { node: { id: string } }[] } }>(
        customer,
        "{ orders(first: 1) { edges { node { id } } } }",
      );
      const id = data?.orders.edges[0]?.node.id ?? "";
      expect((await cancel(id)).userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
      gate.open();
      expect((await placing).id).toBe(id);
    });
  });

  describe("when payment and cancellation meet", () => {
    it("is PAID when the event comes between the closing and the change", async () => {
      const order = await placeOrder(fixture, customer);
      fixture.siblings.after(
        "closePayment",
        async () => void (await deliver(fixture, capturedEvent(fixture, order))),
      );
      expect((await cancel(order.id)).userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
      expect((await stateOf(fixture, customer, order.id)).events).toEqual(paid);
    });

    it("is PAID xor CANCELLED, with the events and the payment of that alone, whoever is first", async () => {
      const buy = async (order: PlacedOrder, waits: number): Promise<void> => {
        for (let turn = 0; turn < waits; turn++) await fixture.database.pool.query("select 1");
        if (fixture.siblings.capture(order.id))
          await deliver(fixture, capturedEvent(fixture, order));
      };
      for (let round = 0; round < 25; round++) {
        const order = await placeOrder(fixture, customer);
        await Promise.all([buy(order, round % 8), cancel(order.id)]);
        const { status, events } = await stateOf(fixture, customer, order.id);
        const isPaid = status === "PAID";
        expect(events).toEqual(isPaid ? paid : cancelled);
        expect(fixture.siblings.payment(order.id)?.status).toBe(isPaid ? "CAPTURED" : "CLOSED");
        const topics = (await recordedEvents(fixture, order.id)).map(({ topic }) => topic);
        const topic = isPaid ? "order.paid" : "order.cancelled";
        expect(topics).toEqual([topic, topic]);
      }
    });
  });
});

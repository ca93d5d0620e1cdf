import type { DomainEvent } from "@micro-shop/common/events";
import { newId } from "@micro-shop/common/ids";
import { newCustomer, openOrderFixture, type Customer, type OrderFixture } from "./orderFixture";
import {
  cancelOrder,
  capturedEvent,
  deliver,
  placeOrder,
  placePaidOrder,
  recordedEvents,
  refundedEvent,
  stateOf,
  type PlacedOrder,
} from "./orderHelpers";
import { binaryId } from "./placing";

describe("money that goes back", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  beforeAll(async () => (fixture = await openOrderFixture("money_back")));
  afterAll(() => fixture.close());
  beforeEach(() => (customer = newCustomer()));

  const refundedMinor = async ({ id }: PlacedOrder): Promise<number> => {
    const [rows] = await fixture.database.pool.query(
      `select refunded_minor as n from orders where id = ${binaryId(id)}`,
    );
    return Number((rows as { n: number }[])[0]?.n);
  };
  const state = ({ id }: PlacedOrder) => stateOf(fixture, customer, id);
  const dues = async ({ id }: PlacedOrder) =>
    (await recordedEvents(fixture, id)).filter(({ topic }) => topic === "refund.due");

  describe("of a paid order", () => {
    const paid = { status: "PAID", events: ["1 PENDING_PAYMENT", "2 PAID"] };

    it("shows on its payment axis, and is no event of its status", async () => {
      const order = await placePaidOrder(fixture, customer);
      const part = refundedEvent(fixture, order, { amountMinor: 100, refundedMinor: 100 });
      expect(await deliver(fixture, part)).toEqual([part.id]);
      expect(await state(order)).toEqual({ ...paid, paymentStatus: "PARTIALLY_REFUNDED" });
      expect(await refundedMinor(order)).toBe(100);
      await deliver(fixture, refundedEvent(fixture, order));
      expect(await state(order)).toEqual({ ...paid, paymentStatus: "REFUNDED" });
      expect(await refundedMinor(order)).toBe(order.total.amountMinor);
    });

    it("only grows, in whatever order and at how many places its events arrive", async () => {
      const order = await placePaidOrder(fixture, customer);
      const events = [3, 1, 2, 3, 2].map((refunded) =>
        refundedEvent(fixture, order, { amountMinor: 1, refundedMinor: refunded }),
      );
      const accepted = await Promise.all(events.map((event) => deliver(fixture, event)));
      expect(accepted.flat()).toHaveLength(5);
      expect(await refundedMinor(order)).toBe(3);
      expect((await state(order)).paymentStatus).toBe("PARTIALLY_REFUNDED");
    });

    it("waits with its sender until the order has heard of the payment itself", async () => {
      const order = await placeOrder(fixture, customer);
      const event = refundedEvent(fixture, order);
      expect(await deliver(fixture, event)).toEqual([]);
      expect((await state(order)).paymentStatus).toBe("UNPAID");
      await deliver(fixture, capturedEvent(fixture, order));
      expect(await deliver(fixture, event)).toEqual([event.id]);
      expect((await state(order)).paymentStatus).toBe("REFUNDED");
    });

    it.each(["paymentId", "orderId"] as const)("is not another one's: %s", async (field) => {
      const order = await placePaidOrder(fixture, customer);
      const event = refundedEvent(fixture, order, { [field]: newId() });
      expect(await deliver(fixture, event)).toEqual([event.id]);
      expect((await state(order)).paymentStatus).toBe("PAID");
    });

    it("and does not arrive changes nothing", async () => {
      const order = await placePaidOrder(fixture, customer);
      const { refundId, paymentId, orderId, amountMinor } = refundedEvent(fixture, order).payload;
      const event: DomainEvent<"refund.failed"> = {
        id: newId(),
        topic: "refund.failed",
        occurredAt: new Date(),
        payload: { refundId, paymentId, orderId, amountMinor, code: "card_closed" },
      };
      expect(await deliver(fixture, event)).toEqual([event.id]);
      expect(await state(order)).toEqual({ ...paid, paymentStatus: "PAID" });
    });
  });

  describe("because it came after the order had ended", () => {
    const cancelled = ["1 PENDING_PAYMENT", "2 CANCELLED"];

    it("is asked of pay in the transaction that takes note of it, and the order stays as it is", async () => {
      const order = await placeOrder(fixture, customer);
      await cancelOrder(fixture, customer, order.id);
      const event = capturedEvent(fixture, order);
      expect(await deliver(fixture, event)).toEqual([event.id]);
      const { paymentId } = event.payload;
      const payload = {
        orderId: order.id,
        paymentId,
        amountMinor: null,
        currency: "USD",
        key: `${paymentId}:refund:1`,
        reason: "The payment came after the order had ended.",
      };
      expect(await dues(order)).toEqual([{ topic: "refund.due", consumer: "pay", payload }]);
      expect(await state(order)).toEqual({
        status: "CANCELLED",
        paymentStatus: "PAID",
        events: cancelled,
      });
      await deliver(fixture, refundedEvent(fixture, order));
      expect(await state(order)).toMatchObject({ status: "CANCELLED", paymentStatus: "REFUNDED" });
    });

    it("is asked for once, however often the event comes", async () => {
      const order = await placeOrder(fixture, customer);
      await cancelOrder(fixture, customer, order.id);
      const event = capturedEvent(fixture, order);
      const others = Array.from({ length: 5 }, () => capturedEvent(fixture, order));
      await Promise.all([event, event, ...others].map((one) => deliver(fixture, one)));
      expect(await dues(order)).toHaveLength(1);
    });

    it.each(["EXPIRED", "REJECTED"])("also of one that is %s", async (status) => {
      const order = await placeOrder(fixture, customer);
      await fixture.database.pool.query(
        `update orders set status = '${status}' where id = ${binaryId(order.id)}`,
      );
      await deliver(fixture, capturedEvent(fixture, order));
      expect(await dues(order)).toHaveLength(1);
    });

    it("is not asked for when the paid order is cancelled later and the event comes again", async () => {
      const order = await placePaidOrder(fixture, customer);
      await fixture.database.pool.query(
        `update orders set status = 'CANCELLED' where id = ${binaryId(order.id)}`,
      );
      await deliver(fixture, capturedEvent(fixture, order));
      expect(await dues(order)).toEqual([]);
    });
  });
});

import { useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { expireOrders } from "../logic/expireOrders";
import { placeOrder as place } from "../logic/placeOrder";
import { unavailable } from "./fakeSiblings";
import { newCustomer, openOrderFixture, type Customer, type OrderFixture } from "./orderFixture";
import {
  cancelOrder,
  capturedEvent,
  deliver,
  placeOrder,
  recordedEvents,
  stateOf,
} from "./orderHelpers";
import { dieAfter, takeOver } from "./otherInstance";

const MINUTE_MS = 60_000;

describe("an order that is not paid in time", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  let restoreClock: () => void;
  let later = 0;
  beforeAll(async () => (fixture = await openOrderFixture("expiry")));
  afterAll(() => fixture.close());
  beforeEach(() => {
    customer = newCustomer();
    later = 0;
    restoreClock = useClock({ now: () => new Date(Date.now() + later) });
  });
  afterEach(() => restoreClock());

  const sweep = () => expireOrders(fixture.services);
  const state = (id: string) => stateOf(fixture, customer, id);
  const expired = ["1 PENDING_PAYMENT", "2 EXPIRED"];

  it("is left alone until its time is over", async () => {
    const { id } = await placeOrder(fixture, customer);
    later = 29 * MINUTE_MS;
    expect(await sweep()).toBe(0);
    expect((await state(id)).status).toBe("PENDING_PAYMENT");
    later = 31 * MINUTE_MS;
    expect(await sweep()).toBe(1);
  });

  it("has its payment closed, becomes EXPIRED and tells product and marketing", async () => {
    const couponId = fixture.siblings.addCoupon(customer.id, 100);
    const { id } = await placeOrder(fixture, customer, { couponId });
    later = 31 * MINUTE_MS;
    expect(await sweep()).toBe(1);
    expect(fixture.siblings.payment(id)?.status).toBe("CLOSED");
    expect(await state(id)).toEqual({
      status: "EXPIRED",
      paymentStatus: "UNPAID",
      events: expired,
    });
    const payload = { orderId: id, couponId, reason: "UNPAID" };
    expect(await recordedEvents(fixture, id)).toEqual([
      { topic: "order.expired", consumer: "marketing", payload },
      { topic: "order.expired", consumer: "product", payload },
    ]);
    expect(await sweep()).toBe(0);
  });

  it("is given as long as the setting says", async () => {
    const context = { ...fixture.context(customer), paymentWindowMs: 5_000 };
    const { id } = await place(context, {
      idempotencyKey: newId(),
      lines: [{ skuId: fixture.siblings.sell(), quantity: 1 }],
      addressId: fixture.siblings.addAddress(customer.id),
      shippingMethod: null,
      couponId: null,
      expectedTotalMinor: null,
    });
    later = 4_000;
    expect(await sweep()).toBe(0);
    later = 6_000;
    expect(await sweep()).toBe(1);
    expect((await state(id)).status).toBe("EXPIRED");
  });

  it("is left alone while money is set aside for it, and so is that", async () => {
    const { id } = await placeOrder(fixture, customer);
    const payment = fixture.siblings.payment(id);
    if (payment) payment.status = "AUTHORIZED";
    later = 31 * MINUTE_MS;
    expect(await sweep()).toBe(1);
    expect((await state(id)).status).toBe("PENDING_PAYMENT");
    expect(payment?.status).toBe("AUTHORIZED");
    // Staff has voided it.
    if (payment) payment.status = "CLOSED";
    later = 91 * MINUTE_MS;
    expect(await sweep()).toBe(1);
    expect((await state(id)).status).toBe("EXPIRED");
  });

  it("is left alone while a payment is under way, and looked at again later, not at once", async () => {
    const { id } = await placeOrder(fixture, customer);
    const payment = fixture.siblings.payment(id);
    if (payment) payment.status = "IN_FLIGHT";
    later = 31 * MINUTE_MS;
    expect(await sweep()).toBe(1);
    expect((await state(id)).status).toBe("PENDING_PAYMENT");
    expect(await sweep()).toBe(0);
    if (payment) payment.status = "CREATED";
    later += 31_000;
    expect(await sweep()).toBe(1);
    expect((await state(id)).events).toEqual(expired);
  });

  it("is looked at ever more seldom while its payment stays under way, and held ten minutes longer at most", async () => {
    const { id } = await placeOrder(fixture, customer);
    const payment = fixture.siblings.payment(id);
    if (payment) payment.status = "IN_FLIGHT";
    later = 30 * MINUTE_MS + 1_000;
    const end = later + 2 * 60 * MINUTE_MS;
    const looks: number[] = [];
    for (; later < end; later += 15_000) if ((await sweep()) > 0) looks.push(later);
    const pauses = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
    expect(pauses.slice(0, 2)).toEqual([15_000, 15_000]);
    expect(pauses).toEqual(pauses.toSorted((left, right) => left - right));
    expect(pauses.at(-1)).toBe(10 * MINUTE_MS);
    expect(looks.length).toBeLessThan(25);
    if (payment) payment.status = "CREATED";
    later += 10 * MINUTE_MS;
    await sweep();
    expect((await state(id)).status).toBe("EXPIRED");
  });

  it("is PAID when its payment had been captured before the sweep came", async () => {
    const order = await placeOrder(fixture, customer);
    fixture.siblings.capture(order.id);
    later = 31 * MINUTE_MS;
    expect(await sweep()).toBe(1);
    expect((await state(order.id)).status).toBe("PENDING_PAYMENT");
    await deliver(fixture, capturedEvent(fixture, order));
    expect((await state(order.id)).events).toEqual(["1 PENDING_PAYMENT", "2 PAID"]);
    later += 31_000;
    expect(await sweep()).toBe(0);
  });

  it("expires by another instance when this one dies after it has closed the payment", async () => {
    const { id } = await placeOrder(fixture, customer);
    later = 31 * MINUTE_MS;
    const dying = dieAfter(fixture, "closePayment");
    const sweeping = sweep();
    await dying.reached;
    expect((await state(id)).status).toBe("PENDING_PAYMENT");
    const stop = await takeOver(fixture);
    await stop();
    expect((await state(id)).events).toEqual(expired);
    dying.revive();
    await sweeping;
    expect((await state(id)).events).toEqual(expired);
    expect(await recordedEvents(fixture, id)).toHaveLength(2);
  });

  it("expires when the answer of pay was lost once", async () => {
    const { id } = await placeOrder(fixture, customer);
    fixture.siblings.after("closePayment", unavailable);
    later = 31 * MINUTE_MS;
    await sweep();
    expect((await state(id)).status).toBe("EXPIRED");
  });

  it("expires once, by however many instances, in whatever number", async () => {
    const orders = await Promise.all(
      Array.from({ length: 25 }, () => placeOrder(fixture, customer)),
    );
    later = 31 * MINUTE_MS;
    const taken = await Promise.all([sweep(), sweep(), sweep()]);
    expect(taken[0] + taken[1] + taken[2]).toBe(25);
    for (const { id } of orders) {
      expect((await state(id)).events).toEqual(expired);
      expect(await recordedEvents(fixture, id)).toHaveLength(2);
    }
  });

  it("is CANCELLED xor EXPIRED when its buyer cancels it meanwhile", async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await placeOrder(fixture, customer);
      later = 31 * MINUTE_MS;
      await Promise.all([sweep(), cancelOrder(fixture, customer, id)]);
      const { status } = await state(id);
      const topics = (await recordedEvents(fixture, id)).map(({ topic }) => topic);
      const topic = status === "EXPIRED" ? "order.expired" : "order.cancelled";
      expect(["EXPIRED", "CANCELLED"]).toContain(status);
      expect(topics).toEqual([topic, topic]);
      later = 0;
    }
  });
});

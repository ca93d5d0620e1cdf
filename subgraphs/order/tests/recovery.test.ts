import { newId } from "@micro-shop/common/ids";
import { createGate } from "@micro-shop/common/testing/gate";
import { until } from "@micro-shop/common/testing/until";
import type { SkuOffer } from "../clients/siblings";
import { unavailable } from "./fakeSiblings";
import { dieAfter, takeOver } from "./otherInstance";
import { newCustomer, openOrderFixture, type Customer, type OrderFixture } from "./orderFixture";
import {
  cancelOrder,
  capturedEvent,
  deliver,
  placeOrder,
  recordedEvents,
  stateOf,
  type PlacedOrder,
} from "./orderHelpers";
import {
  countRows,
  newBuyer,
  newLine,
  place,
  readOrder,
  type Buyer,
  type PlaceAnswer,
} from "./placing";

const UNDER_WAY = "saga where next_run_at is not null";

describe("an order that is being placed", () => {
  let fixture: OrderFixture;
  let buyer: Buyer;
  beforeAll(async () => (fixture = await openOrderFixture("recovery")));
  afterAll(() => fixture.close());
  beforeEach(() => {
    buyer = newBuyer(fixture);
    fixture.siblings.calls.length = 0;
  });

  const placeIt = (input: object, by: Buyer = buyer): Promise<PlaceAnswer> =>
    place(fixture, by, input);
  const line = (quantity = 1, offer: Partial<SkuOffer> = {}) => newLine(fixture, quantity, offer);

  describe("when a service is away", () => {
    it("asks again, and a lost answer changes nothing", async () => {
      const wanted = line(3);
      const couponId = fixture.siblings.addCoupon(buyer.id, 100);
      for (const call of ["reserveStock", "holdDiscounts", "createPayment"] as const) {
        fixture.siblings.after(call, unavailable);
      }
      const { order } = await placeIt({ lines: [wanted], couponId });
      expect(order?.status).toBe("PENDING_PAYMENT");
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(3);
      expect(fixture.siblings.couponHolder(couponId)).toBe(order?.id);
    });

    it("answers PENDING and finishes in the background", async () => {
      const stop = fixture.services.sagas.start();
      fixture.siblings.before("holdDiscounts", unavailable, unavailable);
      const { order, userErrors } = await placeIt({ lines: [line()] });
      expect({ order, userErrors }).toMatchObject({
        order: { status: "PENDING", total: null },
        userErrors: [],
      });
      const placed = await until("the order is placed", async () => {
        const now = await readOrder(fixture, buyer, order?.id ?? "");
        return now?.["status"] === "PENDING_PAYMENT" ? now : null;
      });
      expect(placed).toMatchObject({ total: { amountMinor: 1_572 }, events: [{ version: 1 }] });
      await stop();
    });

    it("is finished by another instance when this one dies on the way", async () => {
      const wanted = line(2);
      const idempotencyKey = newId();
      const dying = dieAfter(fixture, "holdDiscounts");
      const first = placeIt({ lines: [wanted], idempotencyKey });
      await dying.reached;
      const stop = await takeOver(fixture);
      const repeated = await placeIt({ lines: [wanted], idempotencyKey });
      expect(repeated.order?.status).toBe("PENDING_PAYMENT");
      dying.revive();
      expect((await first).order?.id).toBe(repeated.order?.id);
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(2);
      await stop();
    });

    it("answers a repeat PENDING as well while the first is under way", async () => {
      const gate = createGate();
      fixture.siblings.before("reserveStock", gate.pass);
      const input = { idempotencyKey: newId(), lines: [line()] };
      const first = placeIt(input);
      await gate.reached;
      const repeated = placeIt(input);
      gate.open();
      expect((await repeated).order).toEqual((await first).order);
    });
  });

  describe("and whose payment cannot be made", () => {
    /** A first request, answered PENDING as pay does not do its part; then the time for placing it is over. */
    const placeInVain = async (when: "before" | "after") => {
      const wanted = line(2);
      const couponId = fixture.siblings.addCoupon(buyer.id, 100);
      const input = { idempotencyKey: newId(), lines: [wanted], couponId };
      const repair = fixture.siblings.breakDown("createPayment", when);
      const { order } = await placeIt(input);
      expect(order?.status).toBe("PENDING");
      return { id: order?.id ?? "", input, wanted, couponId, repair };
    };

    it.each(["before", "after"] as const)(
      "is refused, holds nothing and can never be paid: pay fails %s its work",
      async (when) => {
        const { id, input, wanted, couponId, repair } = await placeInVain(when);
        const stop = await takeOver(fixture, { isLate: true });
        const repeated = await until("an answer", async () => {
          const answer = await placeIt(input);
          return answer.order === null ? answer : null;
        });
        expect(repeated.userErrors).toMatchObject([{ code: "ABORTED" }]);
        expect(fixture.siblings.reserved(wanted.skuId)).toBe(0);
        expect(fixture.siblings.couponHolder(couponId)).toBeNull();
        expect(fixture.siblings.payment(id)?.status).toBe("CLOSED");
        expect(await readOrder(fixture, buyer, id)).toMatchObject({ status: "REJECTED" });
        repair();
        await stop();
      },
    );

    it("is placed after all when its buyer has paid it meanwhile", async () => {
      const { id, wanted, couponId, repair } = await placeInVain("after");
      expect(fixture.siblings.capture(id)).toBe(true);
      repair();
      const stop = await takeOver(fixture, { isLate: true });
      const placed = await until("the order is placed", async () => {
        const now = await readOrder(fixture, buyer, id);
        return now?.["status"] === "PENDING_PAYMENT" ? now : null;
      });
      expect(placed).toMatchObject({ couponUsed: { id: couponId }, lines: [{ quantity: 2 }] });
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(2);
      const { total } = placed as unknown as PlacedOrder;
      const event = capturedEvent(fixture, { id, total });
      expect(await deliver(fixture, event)).toEqual([event.id]);
      expect((await stateOf(fixture, buyer, id)).status).toBe("PAID");
      await stop();
    });
  });
});

describe("an order that is being cancelled", () => {
  let fixture: OrderFixture;
  beforeAll(async () => (fixture = await openOrderFixture("recovery_cancel")));
  afterAll(() => fixture.close());

  const cancelled = ["1 PENDING_PAYMENT", "2 CANCELLED"];
  const endOf = (customer: Customer, id: string) =>
    until("the end of the cancellation", async () => {
      const state = await stateOf(fixture, customer, id);
      return state.status === "CANCELLED" ? state : null;
    });

  it("is cancelled by another instance when this one dies after it has closed the payment", async () => {
    const customer = newCustomer();
    const { id } = await placeOrder(fixture, customer);
    const dying = dieAfter(fixture, "closePayment");
    const first = cancelOrder(fixture, customer, id);
    await dying.reached;
    expect(fixture.siblings.payment(id)?.status).toBe("CLOSED");
    expect((await stateOf(fixture, customer, id)).status).toBe("PENDING_PAYMENT");
    const stop = await takeOver(fixture);
    expect((await endOf(customer, id)).events).toEqual(cancelled);
    dying.revive();
    expect((await first).order?.status).toBe("CANCELLED");
    expect((await recordedEvents(fixture, id)).map(({ topic }) => topic)).toEqual([
      "order.cancelled",
      "order.cancelled",
    ]);
    await stop();
  });

  it("is cancelled once by all who asked for it while pay was away", async () => {
    const customer = newCustomer();
    const { id } = await placeOrder(fixture, customer);
    const repair = fixture.siblings.breakDown("closePayment");
    for (let request = 0; request < 3; request++) {
      expect(await cancelOrder(fixture, customer, id)).toMatchObject({
        order: { id, status: "PENDING_PAYMENT" },
        userErrors: [],
      });
    }
    repair();
    const stop = await takeOver(fixture);
    expect((await endOf(customer, id)).events).toEqual(cancelled);
    await stop();
    expect(await recordedEvents(fixture, id)).toHaveLength(2);
  });

  it("stays as it is when it was paid before pay could be reached", async () => {
    const customer = newCustomer();
    const order = await placeOrder(fixture, customer);
    const repair = fixture.siblings.breakDown("closePayment");
    await cancelOrder(fixture, customer, order.id);
    repair();
    expect(fixture.siblings.capture(order.id)).toBe(true);
    const stop = await takeOver(fixture);
    await until("the end of all sagas", async () => (await countRows(fixture, UNDER_WAY)) === 0);
    await stop();
    await deliver(fixture, capturedEvent(fixture, order));
    expect((await stateOf(fixture, customer, order.id)).status).toBe("PAID");
  });
});

import type { EventEnvelope } from "@micro-shop/common/events";
import { newId } from "@micro-shop/common/ids";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { discountCalls, type DiscountCalls } from "./discountCalls";
import { openMarketingFixture, orderService, type MarketingFixture } from "./marketingFixture";

const DELIVER =
  "mutation ($input: DeliverEventsInput!) { deliverEvents(input: $input) { acceptedIds } }";

describe("the events of an order", () => {
  let fixture: MarketingFixture;
  let calls: DiscountCalls;
  let userId: string;
  let orderId: string;
  let couponId: string;
  beforeAll(async () => {
    fixture = await openMarketingFixture();
    calls = discountCalls(fixture);
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    userId = newId();
    orderId = newId();
    couponId = await fixture.addCoupon({ userId });
    await calls.hold({ orderId, userId, couponId });
  });

  const envelope = (topic: string, payload: object): EventEnvelope => ({
    id: newId(),
    topic,
    payload: JSON.stringify({ orderId, couponId, ...payload }),
    occurredAt: new Date().toISOString(),
  });
  const paid = () =>
    envelope("order.paid", {
      userId,
      lines: [{ skuId: newId(), quantity: 1 }],
      totalMinor: 900,
      currency: "USD",
      paidAt: new Date().toISOString(),
    });
  const closed = (topic: "order.cancelled" | "order.expired") =>
    envelope(topic, { reason: "TEST" });
  const deliver = async (...events: EventEnvelope[]): Promise<readonly string[] | undefined> => {
    const { data } = await fixture.run<{ deliverEvents: { acceptedIds: string[] } }>(
      orderService,
      DELIVER,
      { input: { events } },
    );
    return data?.deliverEvents.acceptedIds;
  };
  const state = async () => {
    const row = await fixture.couponRow(couponId);
    return [row?.status, row?.orderId];
  };

  it("use the coupon up when it was paid", async () => {
    const event = paid();
    expect(await deliver(event)).toEqual([event.id]);
    expect(await fixture.couponRow(couponId)).toMatchObject({
      status: "USED",
      orderId,
      usedAt: expect.any(Date),
    });
  });

  it("use it up once, however often and however close together they come", async () => {
    const event = paid();
    await deliver(event);
    const usedAt = (await fixture.couponRow(couponId))?.usedAt;
    await Promise.all([deliver(event), deliver(event, event), deliver(paid())]);
    expect(await fixture.couponRow(couponId)).toMatchObject({ status: "USED", usedAt });
  });

  it.each(["order.cancelled", "order.expired"] as const)("give it back on %s", async (topic) => {
    const event = closed(topic);
    expect(await deliver(event)).toEqual([event.id]);
    expect(await state()).toEqual(["UNUSED", null]);
  });

  it("do not take it from the order that holds it since", async () => {
    const event = closed("order.cancelled");
    await deliver(event);
    const next = newId();
    await calls.hold({ orderId: next, userId, couponId });
    await deliver(event, closed("order.expired"));
    expect(await state()).toEqual(["HELD", next]);
  });

  it("keep a late hold of a cancelled order from holding", async () => {
    orderId = newId();
    const other = await fixture.addCoupon({ userId });
    await deliver(closed("order.cancelled"));
    await expect(calls.hold({ orderId, userId, couponId: other })).rejects.toThrow("been undone");
    expect(await fixture.couponRow(other)).toMatchObject({ status: "UNUSED" });
  });

  it.each(["order.cancelled", "order.expired"] as const)(
    "give back what was used up when a paid order ends by %s, once",
    async (topic) => {
      await deliver(paid(), closed(topic), closed(topic));
      expect(await fixture.couponRow(couponId)).toMatchObject({
        status: "UNUSED",
        orderId: null,
        heldAt: null,
        usedAt: null,
      });
    },
  );

  it("do not take what was given back from the order that has used it since", async () => {
    await deliver(paid(), closed("order.cancelled"));
    const [ended, next] = [orderId, newId()];
    await calls.hold({ orderId: next, userId, couponId });
    orderId = next;
    await deliver(paid());
    orderId = ended;
    await deliver(closed("order.cancelled"));
    expect(await state()).toEqual(["USED", next]);
  });

  it("do not use up what was given back, whoever comes first", async () => {
    await deliver(closed("order.cancelled"), paid());
    expect(await state()).toEqual(["UNUSED", null]);
    for (let round = 0; round < 10; round++) {
      orderId = newId();
      await calls.hold({ orderId, userId, couponId });
      await Promise.all([deliver(paid()), deliver(closed("order.cancelled"))]);
      expect(await state()).toEqual(["UNUSED", null]);
    }
  });

  it("concern only the coupon of their order", async () => {
    const mine = orderId;
    orderId = newId();
    await deliver(paid(), closed("order.cancelled"));
    expect(await state()).toEqual(["HELD", mine]);
  });

  it("come from services only", async () => {
    const { data, errors } = await fixture.run(signedIn(), DELIVER, { input: { events: [] } });
    expect([data, errors?.[0]?.message]).toEqual([null, "You may not do this."]);
  });
});

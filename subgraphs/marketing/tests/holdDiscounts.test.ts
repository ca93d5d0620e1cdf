import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { inDays, openMarketingFixture, type MarketingFixture } from "./marketingFixture";
import { discountCalls, lineOf, type DiscountCalls } from "./discountCalls";

describe("holding the discounts of an order", () => {
  let fixture: MarketingFixture;
  let calls: DiscountCalls;
  let userId: string;
  let couponId: string;
  let orderId: string;
  beforeAll(async () => {
    fixture = await openMarketingFixture();
    calls = discountCalls(fixture);
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    userId = newId();
    orderId = newId();
    couponId = await fixture.addCoupon({ userId });
  });

  const coupon = () => fixture.couponRow(couponId);
  const state = async () => {
    const row = await coupon();
    return [row?.status, row?.orderId];
  };

  it("holds the coupon for the order and answers what comes off", async () => {
    const discounts = await calls.hold({ orderId, userId, couponId });
    expect(discounts).toMatchObject({ totalMinor: 100, couponRefusal: null });
    expect(await coupon()).toMatchObject({ status: "HELD", orderId, heldAt: expect.any(Date) });
  });

  it("answers a repeat as the first time, whatever has changed since", async () => {
    const lines = [lineOf({ productId: newId() })];
    const first = await calls.hold({ orderId, userId, couponId, lines });
    await fixture.addPromotion({ productIds: lines.map(({ productId }) => productId) });
    expect(await calls.hold({ orderId, userId, couponId, lines })).toEqual(first);
    expect(await state()).toEqual(["HELD", orderId]);
  });

  it("holds once and answers alike when one order asks 20 times at once", async () => {
    const lines = [lineOf({})];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => calls.hold({ orderId, userId, couponId, lines })),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ totalMinor: 100, couponRefusal: null });
    expect(await state()).toEqual(["HELD", orderId]);
  });

  it("gives the coupon to exactly one of two orders that want it at once", async () => {
    for (let round = 0; round < 20; round++) {
      const contested = await fixture.addCoupon({ userId });
      const orderIds = [newId(), newId()];
      const answers = await Promise.all(
        orderIds.map((id) => calls.hold({ orderId: id, userId, couponId: contested })),
      );
      const winners = orderIds.filter((_id, index) => answers[index]?.couponRefusal === null);
      expect(winners).toHaveLength(1);
      expect(answers).toContainEqual(
        expect.objectContaining({ totalMinor: 100, couponRefusal: null }),
      );
      expect(answers).toContainEqual(
        expect.objectContaining({ totalMinor: 0, couponRefusal: "IN_USE" }),
      );
      expect(await fixture.couponRow(contested)).toMatchObject({ orderId: winners[0] });
    }
  });

  it("holds nothing when the coupon is refused, and keeps the refusal", async () => {
    const dear = await fixture.addTemplate({ minSpendMinor: 5_000 });
    couponId = await fixture.addCoupon({ userId, templateId: dear });
    const refused = { totalMinor: 0, couponRefusal: "MIN_SPEND" };
    expect(await calls.hold({ orderId, userId, couponId })).toMatchObject(refused);
    const rich = [lineOf({ unitPriceMinor: 9_000 })];
    expect(await calls.hold({ orderId, userId, couponId, lines: rich })).toMatchObject(refused);
    expect(await state()).toEqual(["UNUSED", null]);
  });

  it("never holds an expired coupon, nor somebody else's", async () => {
    const expired = await fixture.addCoupon({ userId, expiresAt: inDays(-1) });
    expect(await calls.hold({ orderId, userId, couponId: expired })).toMatchObject({
      couponRefusal: "EXPIRED",
    });
    expect(await calls.hold({ orderId: newId(), userId: newId(), couponId })).toMatchObject({
      couponRefusal: "NOT_FOUND",
    });
    expect(await state()).toEqual(["UNUSED", null]);
  });

  it("needs an order and a buyer", async () => {
    await expect(calls.hold({ userId, couponId })).rejects.toThrow("for an order and its buyer");
    await expect(calls.hold({ orderId, couponId })).rejects.toThrow("for an order and its buyer");
  });

  it("costs four statements with a coupon and two without", async () => {
    const withCoupon = await recordStatements(() => calls.hold({ orderId, userId, couponId }));
    const without = await recordStatements(() => calls.hold({ orderId: newId(), userId }));
    expect([withCoupon.statements.length, without.statements.length]).toEqual([4, 2]);
  });

  describe("is undone by a release", () => {
    it("which gives the coupon back once, and the next order may have it", async () => {
      await calls.hold({ orderId, userId, couponId });
      expect(await calls.release(orderId)).toBe(true);
      expect(await state()).toEqual(["UNUSED", null]);
      const next = newId();
      await calls.hold({ orderId: next, userId, couponId });
      expect(await calls.release(orderId)).toBe(false);
      expect(await state()).toEqual(["HELD", next]);
    });

    it("and a hold that comes after it is refused", async () => {
      expect(await calls.release(orderId)).toBe(false);
      await expect(calls.hold({ orderId, userId, couponId })).rejects.toThrow("has been undone");
      expect(await state()).toEqual(["UNUSED", null]);
    });

    it("and a late repeat of the hold does not hold again", async () => {
      await calls.hold({ orderId, userId, couponId });
      await calls.release(orderId);
      await expect(calls.hold({ orderId, userId, couponId })).rejects.toThrow("has been undone");
      expect(await state()).toEqual(["UNUSED", null]);
    });

    it("once when ten releases come at once", async () => {
      await calls.hold({ orderId, userId, couponId });
      const released = await Promise.all(Array.from({ length: 10 }, () => calls.release(orderId)));
      expect(released.filter(Boolean)).toHaveLength(1);
    });

    it("whichever of hold and release is faster: the coupon is free in the end", async () => {
      for (let round = 0; round < 20; round++) {
        const id = newId();
        const contested = await fixture.addCoupon({ userId });
        const hold = calls.hold({ orderId: id, userId, couponId: contested });
        await Promise.allSettled([hold, calls.release(id)]);
        expect(await fixture.couponRow(contested)).toMatchObject({
          status: "UNUSED",
          orderId: null,
        });
      }
    });

    it("needs nothing for an order without a coupon or one that was refused", async () => {
      await calls.hold({ orderId, userId });
      expect(await calls.release(orderId)).toBe(false);
    });

    it("but never takes a coupon from an order that was paid", async () => {
      const paid = await fixture.addCoupon({ userId, status: "USED", orderId });
      expect(await calls.release(orderId)).toBe(false);
      expect(await fixture.couponRow(paid)).toMatchObject({ status: "USED", orderId });
    });
  });
});

import { useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import type { OrderDecision } from "@micro-shop/common/messaging/askOrderDecisions";
import { settleHeldCoupons } from "../logic/settleHeldCoupons";
import { findLongHeld } from "../model/coupons";
import { discountCalls, type DiscountCalls } from "./discountCalls";
import { openMarketingFixture, type MarketingFixture } from "./marketingFixture";

describe("a coupon that an order holds for long", () => {
  let fixture: MarketingFixture;
  let calls: DiscountCalls;
  let asked: string[][];
  let later = 0;
  let restoreClock: () => void;
  const decisions = new Map<string, OrderDecision["decision"]>();
  beforeAll(async () => {
    fixture = await openMarketingFixture();
    calls = discountCalls(fixture);
  });
  afterAll(() => fixture.close());
  beforeEach(() => {
    asked = [];
    later = 60 * 60_000;
    restoreClock = useClock({ now: () => new Date(Date.now() + later) });
  });
  afterEach(() => restoreClock());

  const settle = () =>
    settleHeldCoupons({
      database: fixture.database,
      orders: {
        ask: async (orderIds) => {
          asked.push([...orderIds]);
          return orderIds.map((orderId) => ({
            orderId,
            decision: decisions.get(orderId) ?? "OPEN",
          }));
        },
      },
    });

  async function hold(decision: OrderDecision["decision"]) {
    const [userId, orderId] = [newId(), newId()];
    const couponId = await fixture.addCoupon({ userId });
    const now = later;
    later = 0;
    await calls.hold({ orderId, userId, couponId });
    later = now;
    decisions.set(orderId, decision);
    return { userId, orderId, couponId };
  }
  const stateOf = async ({ couponId }: { readonly couponId: string }) => {
    const row = await fixture.couponRow(couponId);
    return [row?.status, row?.orderId];
  };

  it("comes back, is used up or stays held, as order says", async () => {
    const aborted = await hold("ABORTED");
    const paid = await hold("PAID");
    const open = await hold("OPEN");
    expect(await settle()).toBe(2);
    expect(asked).toEqual([[aborted.orderId, paid.orderId, open.orderId].toSorted()]);
    expect(await stateOf(aborted)).toEqual(["UNUSED", null]);
    expect(await stateOf(paid)).toEqual(["USED", paid.orderId]);
    expect(await stateOf(open)).toEqual(["HELD", open.orderId]);
    expect(await settle()).toBe(0);
    expect(asked.at(-1)).toEqual([open.orderId]);
    await calls.release(open.orderId);
  });

  it("is found page by page", async () => {
    const held = [await hold("ABORTED"), await hold("ABORTED"), await hold("ABORTED")];
    const ids = held.map(({ orderId }) => orderId).toSorted();
    const page = (afterId: string | null) =>
      findLongHeld(fixture.database.drizzle, { before: new Date(), afterId, limit: 2 });
    expect(await page(null)).toEqual(ids.slice(0, 2));
    expect(await page(ids[1] ?? null)).toEqual(ids.slice(2));
    expect(await settle()).toBe(3);
  });

  it("is asked for only after a while", async () => {
    const { orderId } = await hold("ABORTED");
    later = 30 * 60_000;
    expect(await settle()).toBe(0);
    expect(asked).toEqual([]);
    later = 32 * 60_000;
    expect(await settle()).toBe(1);
    expect(asked).toEqual([[orderId]]);
  });

  it("is never held again by a late call of that order", async () => {
    const { userId, orderId, couponId } = await hold("ABORTED");
    await settle();
    const other = await fixture.addCoupon({ userId });
    await expect(calls.hold({ orderId, userId, couponId: other })).rejects.toThrow(/undone/);
    expect(await stateOf({ couponId })).toEqual(["UNUSED", null]);
  });
});

import { inTransaction } from "@micro-shop/common/database/transaction";
import type { Transaction } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import { runForward } from "@micro-shop/common/messaging/barrier";
import { createGate } from "@micro-shop/common/testing/gate";
import { lockWait } from "@micro-shop/common/testing/lockWaits";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { claimCoupon } from "../logic/claimCoupon";
import { discountsStep } from "../logic/discountsStep";
import { countClaim, takeOne } from "../model/couponTemplates";
import { holdCoupon } from "../model/coupons";
import { discountCalls, lineOf, type DiscountCalls } from "./discountCalls";
import { openMarketingFixture, type MarketingFixture } from "./marketingFixture";

describe("somebody who is overtaken between looking and taking", () => {
  let fixture: MarketingFixture;
  let calls: DiscountCalls;
  beforeAll(async () => {
    fixture = await openMarketingFixture();
    calls = discountCalls(fixture);
  });
  afterAll(() => fixture.close());

  /** Another transaction does its work first and ends only once `late` waits for it. */
  async function overtake<Answer>(
    ending: "commit" | "rollback",
    work: (transaction: Transaction) => Promise<boolean>,
    late: () => Promise<Answer>,
  ): Promise<Answer> {
    const gate = createGate();
    const overtaker = inTransaction(fixture.database, async (transaction) => {
      expect(await work(transaction)).toBe(true);
      await gate.pass();
      if (ending === "rollback") throw new Error("The other one gives up.");
    }).catch((error: unknown) => error);
    await gate.reached;
    const answer = late();
    // Whoever fails before it waits must not be an unhandled rejection.
    answer.catch(() => undefined);
    await lockWait(fixture.database);
    gate.open();
    await overtaker;
    return answer;
  }

  const claim = (templateId: string, userId = newId()) =>
    claimCoupon(fixture.context(signedIn(userId)), { templateId });

  it("gets no coupon when the last one went, and gets it when it came back", async () => {
    const takeLast = (templateId: string) => (transaction: Transaction) =>
      takeOne(transaction, templateId, new Date());
    const gone = await fixture.addTemplate({ quantity: 1 });
    await expect(overtake("commit", takeLast(gone), () => claim(gone))).rejects.toMatchObject({
      code: "SOLD_OUT",
    });
    const back = await fixture.addTemplate({ quantity: 1 });
    const coupon = await overtake("rollback", takeLast(back), () => claim(back));
    expect(coupon).toMatchObject({ templateId: back, status: "UNUSED" });
  });

  it("gets no coupon when their own other tab reached the limit, and gets it when that failed", async () => {
    const templateId = await fixture.addTemplate();
    const tab = (userId: string) => (transaction: Transaction) =>
      countClaim(transaction, { templateId, userId }, 1);
    const [limited, lucky] = [newId(), newId()];
    await expect(
      overtake("commit", tab(limited), () => claim(templateId, limited)),
    ).rejects.toMatchObject({ code: "LIMIT_REACHED" });
    const coupon = await overtake("rollback", tab(lucky), () => claim(templateId, lucky));
    expect(coupon).toMatchObject({ userId: lucky });
  });

  it("gets the promotions alone when another order took the coupon, and all when it gave up", async () => {
    const userId = newId();
    const line = lineOf({});
    await fixture.addPromotion({ productIds: [line.productId] });
    const other = (couponId: string) => (transaction: Transaction) =>
      holdCoupon(transaction, { couponId, orderId: newId(), now: new Date() });
    const hold = (couponId: string) => () =>
      calls.hold({ orderId: newId(), userId, couponId, lines: [line] });
    const taken = await fixture.addCoupon({ userId });
    expect(await overtake("commit", other(taken), hold(taken))).toEqual({
      lines: [{ skuId: line.skuId, amountMinor: 100 }],
      totalMinor: 100,
      couponRefusal: "IN_USE",
      freeShipping: false,
    });
    const free = await fixture.addCoupon({ userId });
    expect(await overtake("rollback", other(free), hold(free))).toMatchObject({
      totalMinor: 190,
      couponRefusal: null,
      freeShipping: false,
    });
  });

  it("holds nothing when the order is released while the hold is still open", async () => {
    const [userId, orderId] = [newId(), newId()];
    const couponId = await fixture.addCoupon({ userId });
    const gate = createGate();
    const hold = runForward(fixture.database, discountsStep(orderId), async (transaction) => {
      await holdCoupon(transaction, { couponId, orderId, now: new Date() });
      await gate.pass();
    });
    await gate.reached;
    expect(await calls.release(orderId)).toBe(false);
    gate.open();
    await expect(hold).rejects.toThrow("has been undone");
    expect(await fixture.couponRow(couponId)).toMatchObject({ status: "UNUSED", orderId: null });
  });
});

import { recordStatements } from "@micro-shop/common/database/statements";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import {
  anybody,
  inDays,
  openMarketingFixture,
  orderService,
  type MarketingFixture,
} from "./marketingFixture";
import { discountCalls, lineOf, type DiscountCalls } from "./discountCalls";

describe("discounts of a quote", () => {
  let fixture: MarketingFixture;
  let calls: DiscountCalls;
  beforeAll(async () => {
    fixture = await openMarketingFixture();
    calls = discountCalls(fixture);
  });
  afterAll(() => fixture.close());

  it("are those of running promotions and the coupon together", async () => {
    const categoryId = newId();
    await fixture.addPromotion({ categoryIds: [categoryId] });
    await fixture.addPromotion({ categoryIds: [categoryId], startsAt: inDays(0.5) });
    await fixture.addPromotion({ categoryIds: [categoryId], endsAt: inDays(-0.5) });
    await fixture.addPromotion({
      categoryIds: [categoryId],
      kind: "THRESHOLD",
      rule: { fixedMinor: 100, minSpendMinor: 1 },
    });
    const userId = newId();
    const couponId = await fixture.addCoupon({ userId });
    const lines = [lineOf({ categoryId, quantity: 2 }), lineOf({})];
    expect(await calls.quote({ userId, couponId, lines })).toEqual({
      lines: [
        { skuId: lines[0]?.skuId, amountMinor: 380 },
        { skuId: lines[1]?.skuId, amountMinor: 100 },
      ],
      totalMinor: 480,
      couponRefusal: null,
      freeShipping: false,
    });
  });

  it("say that a running promotion ships for nothing", async () => {
    const categoryId = newId();
    const rule = { minSpendMinor: 2_000 };
    await fixture.addPromotion({ categoryIds: [categoryId], kind: "FREE_SHIPPING", rule });
    const ask = (quantity: number) => calls.quote({ lines: [lineOf({ categoryId, quantity })] });
    expect(await ask(1)).toMatchObject({ totalMinor: 0, freeShipping: false });
    expect(await ask(2)).toMatchObject({ totalMinor: 0, freeShipping: true });
  });

  it("need no buyer and no coupon", async () => {
    expect(await calls.quote({})).toMatchObject({ totalMinor: 0, couponRefusal: null });
  });

  it("say why a coupon cannot be used, and hold nothing", async () => {
    const userId = newId();
    const held = { status: "HELD", orderId: newId() } as const;
    const books = await fixture.addTemplate({ categoryIds: [newId()] });
    const dear = await fixture.addTemplate({ minSpendMinor: 1_001 });
    const cases = [
      [await fixture.addCoupon({ userId: newId() }), "NOT_FOUND"],
      [newId(), "NOT_FOUND"],
      [await fixture.addCoupon({ userId, expiresAt: inDays(-1) }), "EXPIRED"],
      [await fixture.addCoupon({ userId, ...held }), "IN_USE"],
      [await fixture.addCoupon({ userId, status: "USED", orderId: newId() }), "USED"],
      [await fixture.addCoupon({ userId, templateId: dear }), "MIN_SPEND"],
      [await fixture.addCoupon({ userId, templateId: books }), "NO_MATCHING_PRODUCT"],
    ] as const;
    for (const [couponId, couponRefusal] of cases) {
      expect(await calls.quote({ userId, couponId })).toMatchObject({
        totalMinor: 0,
        couponRefusal,
      });
    }
    const unused = await fixture.addCoupon({ userId });
    expect(await calls.quote({ userId, couponId: unused })).toMatchObject({ couponRefusal: null });
    expect(await calls.quote({ couponId: unused })).toMatchObject({ couponRefusal: "NOT_FOUND" });
    expect(await fixture.couponRow(unused)).toMatchObject({ status: "UNUSED", orderId: null });
  });

  it("cost two statements, one without a coupon", async () => {
    const userId = newId();
    const couponId = await fixture.addCoupon({ userId });
    const lines = Array.from({ length: 100 }, () => lineOf({}));
    const withCoupon = await recordStatements(() => calls.quote({ userId, couponId, lines }));
    const without = await recordStatements(() => calls.quote({ userId, lines }));
    expect([withCoupon.statements.length, without.statements.length]).toEqual([2, 1]);
  });

  it("are answered to services only", async () => {
    const callers: Partial<Caller>[] = [anybody, signedIn(newId(), "marketing:write")];
    for (const caller of callers) {
      for (const call of calls.raw(caller)) {
        const { data, errors } = await call;
        expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true);
        expect(errors?.[0]?.message).toBe("You may not do this.");
      }
    }
  });

  it.each([
    [{ lines: [] }],
    [{ lines: [lineOf({ quantity: 0 })] }],
    [{ lines: [lineOf({ unitPriceMinor: -1 })] }],
    [{ lines: [lineOf({ skuId: "x" })] }],
    [{ lines: Array.from({ length: 101 }, () => lineOf({})) }],
    [
      {
        lines: Array.from({ length: 2 }, () =>
          lineOf({ skuId: "019a0000-0000-7000-8000-000000000000" }),
        ),
      },
    ],
    [{ userId: "x" }],
    [{ couponId: "x" }],
  ])("are refused for %j", async (input) => {
    const [query] = calls.raw(orderService, input);
    expect((await query)?.errors).toHaveLength(1);
  });
});

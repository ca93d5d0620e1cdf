import { MoneyError } from "@micro-shop/common/money";
import {
  computeDiscounts,
  promotionsOf,
  unitDiscount,
  type CouponTerms,
  type DiscountLine,
  type OrderToDiscount,
  type UnitPromotion,
} from "./discounts";

const line = (values: Partial<DiscountLine> = {}): DiscountLine => ({
  skuId: "sku",
  productId: "product",
  categoryId: "category",
  quantity: 1,
  unitPriceMinor: 1_000,
  ...values,
});

const promotion = (values: Partial<UnitPromotion> = {}): UnitPromotion => ({
  id: "a",
  kind: "PERCENT",
  priority: 0,
  stackable: true,
  rule: { percent: 10 },
  currency: "USD",
  categoryIds: [],
  productIds: [],
  ...values,
});

const fixed = (fixedMinor: number, values: Partial<UnitPromotion> = {}) =>
  promotion({ id: "b", kind: "FIXED", rule: { fixedMinor }, ...values });

const coupon = (values: Partial<CouponTerms> = {}): CouponTerms => ({
  kind: "PERCENT",
  value: 10,
  minSpendMinor: 0,
  currency: "USD",
  categoryIds: [],
  productIds: [],
  ...values,
});

const amounts = (order: Partial<OrderToDiscount>): readonly number[] =>
  discount(order).lines.map(({ amountMinor }) => amountMinor);

const discount = (order: Partial<OrderToDiscount>) =>
  computeDiscounts({ currency: "USD", lines: [line()], promotions: [], coupon: null, ...order });

describe("promotions", () => {
  it("take a percentage off each unit, rounded half up per unit", () => {
    const lines = [line({ unitPriceMinor: 15, quantity: 3 })];
    expect(amounts({ lines, promotions: [promotion()] })).toEqual([6]);
  });

  it("take an amount off each unit, never more than it costs", () => {
    const lines = [
      line({ quantity: 2 }),
      line({ skuId: "cheap", unitPriceMinor: 300, quantity: 2 }),
    ];
    expect(amounts({ lines, promotions: [fixed(400)] })).toEqual([800, 600]);
  });

  it("of another currency take nothing off when they name an amount", () => {
    expect(amounts({ promotions: [fixed(400, { currency: "EUR" })] })).toEqual([0]);
    expect(amounts({ promotions: [promotion({ currency: "EUR" })] })).toEqual([100]);
  });

  it("of kinds that do not count per unit take nothing off", () => {
    const other = promotion({ kind: "THRESHOLD", rule: { fixedMinor: 500, percent: 50 } });
    expect(amounts({ promotions: [other] })).toEqual([0]);
  });

  it("apply by product, by category, or to everything", () => {
    const lines = [
      line({ skuId: "1", productId: "p1", categoryId: "c1" }),
      line({ skuId: "2", productId: "p2", categoryId: "c2" }),
      line({ skuId: "3", productId: "p3", categoryId: null }),
    ];
    const of = (scope: Partial<UnitPromotion>) =>
      amounts({ lines, promotions: [promotion(scope)] });
    expect(of({ productIds: ["p1"] })).toEqual([100, 0, 0]);
    expect(of({ categoryIds: ["c2"] })).toEqual([0, 100, 0]);
    expect(of({ productIds: ["p3"], categoryIds: ["c1"] })).toEqual([100, 0, 100]);
    expect(of({})).toEqual([100, 100, 100]);
  });

  it("stack on what the ones before have left, the highest priority first", () => {
    const low = fixed(200, { priority: 1 });
    const high = promotion({ priority: 2, rule: { percent: 50 } });
    expect(amounts({ promotions: [low, high] })).toEqual([700]);
    expect(amounts({ promotions: [{ ...low, priority: 3 }, high] })).toEqual([600]);
  });

  it("stand alone when the first is not stackable, and a later one that is not is left out", () => {
    const first = promotion({ priority: 2 });
    const second = fixed(200, { priority: 1 });
    expect(amounts({ promotions: [{ ...first, stackable: false }, second] })).toEqual([100]);
    expect(amounts({ promotions: [first, { ...second, stackable: false }] })).toEqual([100]);
  });

  it("that take nothing off do not keep others away", () => {
    const idle = fixed(400, { priority: 9, stackable: false, currency: "EUR" });
    expect(amounts({ promotions: [idle, promotion()] })).toEqual([100]);
  });

  it("of one priority go by id, whatever order they come in", () => {
    const promotions = [promotion({ id: "2" }), promotion({ id: "1" }), promotion({ id: "3" })];
    for (const given of [promotions, promotions.toReversed()]) {
      expect(promotionsOf(line(), given).map(({ id }) => id)).toEqual(["1", "2", "3"]);
    }
  });

  it("without an amount in their rule take nothing off", () => {
    expect(amounts({ promotions: [promotion({ rule: {} }), fixed(1, { rule: {} })] })).toEqual([0]);
  });

  it("give the price of a unit that is shown beside a product", () => {
    const price = { amountMinor: 999, currency: "USD" } as const;
    expect(unitDiscount(line(), price, [promotion(), fixed(100)])).toEqual({
      amountMinor: 200,
      currency: "USD",
    });
  });
});

describe("a coupon", () => {
  it("takes its percentage off what promotions have left", () => {
    expect(discount({ promotions: [promotion()], coupon: coupon() })).toEqual({
      lines: [{ skuId: "sku", amountMinor: 190 }],
      totalMinor: 190,
      couponRefusal: null,
      freeShipping: false,
    });
  });

  it("takes its amount off once, never more than its lines cost", () => {
    const order = { lines: [line({ quantity: 3 })] };
    const off = (value: number) => amounts({ ...order, coupon: coupon({ kind: "FIXED", value }) });
    expect([off(500), off(3_000), off(3_001)]).toEqual([[500], [3_000], [3_000]]);
  });

  it("is split over its lines in proportion, to the last unit", () => {
    const lines = [1_000, 1_000, 1_000].map((unitPriceMinor, index) =>
      line({ skuId: `${index}`, unitPriceMinor }),
    );
    expect(amounts({ lines, coupon: coupon({ kind: "FIXED", value: 100 }) })).toEqual([34, 33, 33]);
  });

  it("counts and discounts only the lines it applies to", () => {
    const lines = [
      line({ skuId: "1", categoryId: "books" }),
      line({ skuId: "2", categoryId: "toys", unitPriceMinor: 9_000 }),
    ];
    const books = coupon({ categoryIds: ["books"], kind: "FIXED", value: 5_000 });
    expect(discount({ lines, coupon: books })).toMatchObject({ totalMinor: 1_000 });
    expect(discount({ lines, coupon: { ...books, minSpendMinor: 1_001 } })).toMatchObject({
      totalMinor: 0,
      couponRefusal: "MIN_SPEND",
    });
  });

  it("wants its least spend after promotions, to the unit", () => {
    const with_ = (minSpendMinor: number) =>
      discount({ promotions: [promotion()], coupon: coupon({ minSpendMinor }) }).couponRefusal;
    expect([with_(900), with_(901)]).toEqual([null, "MIN_SPEND"]);
  });

  it.each([
    ["to nothing in the order", coupon({ productIds: ["other"] }), [] as UnitPromotion[]],
    ["to another currency", coupon({ currency: "EUR" }), []],
    ["only to what is free already", coupon(), [fixed(1_000)]],
  ])("that applies %s is refused, and the promotions stay", (_title, terms, promotions) => {
    const refused = discount({ promotions, coupon: terms });
    expect(refused.couponRefusal).toBe("NO_MATCHING_PRODUCT");
    expect(refused.lines).toEqual(discount({ promotions }).lines);
  });
});

describe("discounts", () => {
  it("of nothing are nothing", () => {
    expect(discount({ lines: [] })).toEqual({
      lines: [],
      totalMinor: 0,
      couponRefusal: null,
      freeShipping: false,
    });
    expect(discount({ lines: [], coupon: coupon() }).couponRefusal).toBe("NO_MATCHING_PRODUCT");
  });

  it("that leave the safe range are an error, never a wrong amount", () => {
    const lines = [line({ unitPriceMinor: Number.MAX_SAFE_INTEGER, quantity: 2 })];
    expect(() => discount({ lines })).toThrow(MoneyError);
  });
});

describe("free shipping", () => {
  const free = (values: Partial<UnitPromotion> = {}) =>
    promotion({ id: "f", kind: "FREE_SHIPPING", rule: { minSpendMinor: 2_000 }, ...values });
  const ships = (order: Partial<OrderToDiscount>) => discount(order).freeShipping;
  const two = [line({ quantity: 2 })];

  it("takes nothing off the goods", () => {
    expect(discount({ lines: two, promotions: [free()] })).toMatchObject({ totalMinor: 0 });
  });

  it("begins exactly at its least spend, of what is left after promotions and coupon", () => {
    expect(ships({ lines: two, promotions: [free()] })).toBe(true);
    expect(ships({ lines: [line()], promotions: [free()] })).toBe(false);
    expect(ships({ lines: two, promotions: [free(), fixed(1)] })).toBe(false);
    const one = coupon({ kind: "FIXED", value: 1 });
    expect(ships({ lines: two, promotions: [free()], coupon: one })).toBe(false);
  });

  it("goes together with a promotion that is not stackable", () => {
    const promotions = [promotion({ stackable: false, priority: 9 }), free({ stackable: false })];
    const order = { lines: [line({ quantity: 3 })], promotions };
    expect(discount(order)).toMatchObject({ totalMinor: 300, freeShipping: true });
  });

  it("counts only what it applies to, in its own currency", () => {
    const others = [...two, line({ skuId: "other", categoryId: "other", unitPriceMinor: 1_999 })];
    expect(ships({ lines: others, promotions: [free({ categoryIds: ["other"] })] })).toBe(false);
    expect(ships({ lines: others, promotions: [free({ categoryIds: ["category"] })] })).toBe(true);
    const unconditional = free({ categoryIds: ["nothing of it"], rule: { minSpendMinor: 0 } });
    expect(ships({ lines: two, promotions: [unconditional] })).toBe(false);
    expect(ships({ lines: two, promotions: [free({ currency: "EUR" })] })).toBe(false);
  });
});

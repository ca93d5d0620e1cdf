import type { Currency } from "@micro-shop/common/money";
import { seededRandom, type SeededRandom } from "@micro-shop/common/testing/seededRandom";
import {
  computeDiscounts,
  type CouponTerms,
  type DiscountLine,
  type DiscountScope,
  type OrderToDiscount,
  type UnitPromotion,
} from "./discounts";

const RUNS = 700;
const currencies: readonly Currency[] = ["USD", "EUR"];

function pick<Value>(random: SeededRandom, values: readonly Value[]): Value {
  const value = values[random.integer(values.length)];
  if (value === undefined) throw new Error("Nothing to pick from.");
  return value;
}

const idsOf = (random: SeededRandom, letter: string): string[] =>
  Array.from({ length: random.integer(3) }, () => `${letter}${random.integer(4)}`);

const scopeOf = (random: SeededRandom): DiscountScope => ({
  categoryIds: idsOf(random, "c"),
  productIds: idsOf(random, "p"),
});

const amountOf = (random: SeededRandom): number =>
  random.integer(pick(random, [2, 50, 5_000, 10 ** 9]));

function lineOf(random: SeededRandom, index: number): DiscountLine {
  return {
    skuId: `s${index}`,
    productId: `p${random.integer(4)}`,
    categoryId: pick(random, [null, "c0", "c1", "c2", "c3"]),
    quantity: 1 + random.integer(20),
    unitPriceMinor: amountOf(random),
  };
}

function promotionOf(random: SeededRandom, index: number): UnitPromotion {
  return {
    ...scopeOf(random),
    id: `${index}`,
    kind: pick(random, ["PERCENT", "FIXED", "THRESHOLD"]),
    priority: random.integer(3),
    stackable: random.integer(3) > 0,
    rule: { percent: 1 + random.integer(100), fixedMinor: 1 + amountOf(random) },
    currency: pick(random, currencies),
  };
}

function couponOf(random: SeededRandom): CouponTerms | null {
  if (random.integer(4) === 0) return null;
  const kind = pick(random, ["PERCENT", "FIXED"] as const);
  return {
    ...scopeOf(random),
    kind,
    value: kind === "PERCENT" ? 1 + random.integer(100) : 1 + amountOf(random),
    minSpendMinor: random.integer(2) * amountOf(random),
    currency: pick(random, ["USD", "USD", "EUR"] as const),
  };
}

function orderOf(random: SeededRandom): OrderToDiscount {
  return {
    currency: "USD",
    lines: Array.from({ length: random.integer(8) }, (_, index) => lineOf(random, index)),
    promotions: Array.from({ length: random.integer(5) }, (_, index) => promotionOf(random, index)),
    coupon: couponOf(random),
  };
}

const random = seededRandom();

/** Runs the check on many orders; a failure names the seed that makes them again. */
function forOrders(check: (order: OrderToDiscount) => void): void {
  for (let run = 0; run < RUNS; run++) {
    const order = orderOf(random);
    try {
      check(order);
    } catch (error) {
      throw new Error(`SEED=${random.seed}, run ${run}: ${JSON.stringify(order)}`, {
        cause: error,
      });
    }
  }
}

describe("discounts of any order", () => {
  it("never make a line cost less than nothing, and sum to their total", () => {
    forOrders((order) => {
      const { lines, totalMinor } = computeDiscounts(order);
      expect(lines.map(({ skuId }) => skuId)).toEqual(order.lines.map(({ skuId }) => skuId));
      for (const [index, { amountMinor }] of lines.entries()) {
        const { unitPriceMinor = 0, quantity = 0 } = order.lines[index] ?? {};
        expect(Number.isSafeInteger(amountMinor)).toBe(true);
        expect(amountMinor).toBeGreaterThanOrEqual(0);
        expect(amountMinor).toBeLessThanOrEqual(unitPriceMinor * quantity);
      }
      expect(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(totalMinor);
    });
  });

  it("do not depend on the order of promotions, and are the same every time", () => {
    forOrders((order) => {
      const again = { ...order, promotions: order.promotions.toReversed() };
      expect(computeDiscounts(again)).toEqual(computeDiscounts(order));
    });
  });

  it("change by a coupon only where it applies, by exactly what it is worth", () => {
    forOrders((order) => {
      const before = computeDiscounts({ ...order, coupon: null });
      const { lines, totalMinor, couponRefusal } = computeDiscounts(order);
      const { coupon } = order;
      if (!coupon || couponRefusal !== null) return expect(lines).toEqual(before.lines);
      const isFor = ({ productId, categoryId }: DiscountLine): boolean =>
        coupon.productIds.length + coupon.categoryIds.length === 0 ||
        coupon.productIds.includes(productId) ||
        coupon.categoryIds.includes(categoryId ?? "");
      let spend = 0n;
      for (const [index, line] of order.lines.entries()) {
        const [was = 0, is = 0] = [before.lines[index]?.amountMinor, lines[index]?.amountMinor];
        if (isFor(line)) spend += BigInt(line.unitPriceMinor * line.quantity - was);
        else expect(is).toBe(was);
      }
      const percent = (spend * BigInt(coupon.value) + 50n) / 100n;
      const fixed = spend < BigInt(coupon.value) ? spend : BigInt(coupon.value);
      expect(BigInt(totalMinor - before.totalMinor)).toBe(
        coupon.kind === "PERCENT" ? percent : fixed,
      );
      return undefined;
    });
  });

  it("do not depend in sum on the order of lines, nor without a coupon in any line", () => {
    forOrders((order) => {
      const lines = order.lines.toReversed();
      const { totalMinor, couponRefusal } = computeDiscounts(order);
      expect(computeDiscounts({ ...order, lines })).toMatchObject({ totalMinor, couponRefusal });
      const bare = { ...order, coupon: null };
      expect(computeDiscounts({ ...bare, lines }).lines.toReversed()).toEqual(
        computeDiscounts(bare).lines,
      );
    });
  });

  it("take off no less for a coupon that is worth more", () => {
    forOrders((order) => {
      const { coupon } = order;
      if (!coupon) return;
      const most = coupon.kind === "PERCENT" ? 100 : Number.MAX_SAFE_INTEGER;
      const value = Math.min(most, coupon.value + 1 + amountOf(random));
      const more = computeDiscounts({ ...order, coupon: { ...coupon, value } });
      const less = computeDiscounts(order);
      expect(more.couponRefusal).toBe(less.couponRefusal);
      expect(more.totalMinor).toBeGreaterThanOrEqual(less.totalMinor);
    });
  });

  it("never make more of a line cheaper than less of it, without a coupon", () => {
    forOrders((order) => {
      const costOf = (bought: OrderToDiscount): number =>
        bought.lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0) -
        computeDiscounts(bought).totalMinor;
      const bare = { ...order, coupon: null };
      const grown = random.integer(order.lines.length + 1);
      const lines = order.lines.map((line, index) =>
        index === grown ? { ...line, quantity: line.quantity + 1 + random.integer(5) } : line,
      );
      expect(costOf({ ...bare, lines })).toBeGreaterThanOrEqual(costOf(bare));
    });
  });
});

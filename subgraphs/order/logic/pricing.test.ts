import { Currency, MoneyError } from "@micro-shop/common/money";
import { seededRandom } from "@micro-shop/common/testing/seededRandom";
import { priceOrder, type OrderToPrice } from "./pricing";
import { findShippingMethod, shippingFeeMinor, shippingMethods } from "./shippingMethods";
import { taxBasisPoints } from "./taxRates";

const [standard, express] = shippingMethods;
const california = { country: "US", region: "CA" };

function order(changes: Partial<OrderToPrice> = {}): OrderToPrice {
  return {
    currency: "USD",
    lines: [{ quantity: 2, unitPriceMinor: 1_250, discountMinor: 0 }],
    shippingMethod: standard,
    destination: california,
    freeShipping: false,
    ...changes,
  };
}

describe("the price of an order", () => {
  it("is items − discounts + shipping + tax", () => {
    const lines = [
      { quantity: 2, unitPriceMinor: 1_250, discountMinor: 500 },
      { quantity: 1, unitPriceMinor: 999, discountMinor: 0 },
    ];
    expect(priceOrder(order({ lines }))).toEqual({
      currency: "USD",
      itemsMinor: 3_499,
      discountMinor: 500,
      shippingMinor: 499,
      // 7.25 % of 2,999 is 217.4275.
      taxMinor: 217,
      totalMinor: 3_715,
      lines: [
        { itemsMinor: 2_500, discountMinor: 500, taxMinor: 145 },
        { itemsMinor: 999, discountMinor: 0, taxMinor: 72 },
      ],
    });
  });

  it("is zero for nothing", () => {
    expect(priceOrder(order({ lines: [] }))).toMatchObject({ totalMinor: 0, shippingMinor: 0 });
  });

  it("never goes below zero, however large a discount is", () => {
    const lines = [{ quantity: 1, unitPriceMinor: 100, discountMinor: 5_000 }];
    expect(priceOrder(order({ lines }))).toMatchObject({ discountMinor: 100, totalMinor: 499 });
  });

  it("is refused when it leaves the safe range", () => {
    const lines = [{ quantity: 999, unitPriceMinor: Number.MAX_SAFE_INTEGER, discountMinor: 0 }];
    expect(() => priceOrder(order({ lines }))).toThrow(MoneyError);
  });

  it("adds up exactly for random orders", () => {
    const random = seededRandom();
    const currencies = Object.values(Currency);
    for (let run = 0; run < 2_000; run++) {
      const priced = priceOrder({
        currency: currencies[random.integer(currencies.length)] ?? "USD",
        lines: Array.from({ length: 1 + random.integer(12) }, () => ({
          quantity: 1 + random.integer(999),
          unitPriceMinor: random.integer(random.integer(2) === 0 ? 50 : 1_000_000),
          discountMinor: random.integer(200_000),
        })),
        shippingMethod: shippingMethods[random.integer(shippingMethods.length)] ?? standard,
        freeShipping: random.integer(2) === 0,
        destination:
          [null, california, { country: "ca", region: " on " }][random.integer(3)] ?? null,
      });
      const sum = (pick: (line: (typeof priced.lines)[number]) => number): number =>
        priced.lines.reduce((total, line) => total + pick(line), 0);
      const facts = {
        seed: random.seed,
        run,
        total: priced.totalMinor,
        items: sum((line) => line.itemsMinor),
        discount: sum((line) => line.discountMinor),
        tax: sum((line) => line.taxMinor),
        linesBelowZero: priced.lines.filter((line) => line.discountMinor > line.itemsMinor).length,
      };
      expect(facts).toEqual({
        seed: random.seed,
        run,
        total: priced.itemsMinor - priced.discountMinor + priced.shippingMinor + priced.taxMinor,
        items: priced.itemsMinor,
        discount: priced.discountMinor,
        tax: priced.taxMinor,
        linesBelowZero: 0,
      });
      expect(priced.totalMinor).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("shipping", () => {
  const parcel = {
    currency: "USD",
    goodsMinor: 9_999,
    destination: california,
    isFreeByPromotion: false,
  } as const;

  it("by the standard method is free from the threshold on, at home only", () => {
    expect(shippingFeeMinor(standard, parcel)).toBe(499);
    expect(shippingFeeMinor(standard, { ...parcel, goodsMinor: 10_000 })).toBe(0);
    const abroad = { ...parcel, goodsMinor: 10_000, destination: { country: "JP", region: null } };
    expect(shippingFeeMinor(standard, abroad)).toBe(1_499);
  });

  it("by express is never free", () => {
    expect(express && shippingFeeMinor(express, { ...parcel, goodsMinor: 1_000_000 })).toBe(1_499);
  });

  it("is free by a promotion where it can be free at all", () => {
    const promoted = { ...parcel, goodsMinor: 1, isFreeByPromotion: true };
    expect(shippingFeeMinor(standard, promoted)).toBe(0);
    expect(express && shippingFeeMinor(express, promoted)).toBe(1_499);
    const abroad = { ...promoted, destination: { country: "JP", region: null } };
    expect(shippingFeeMinor(standard, abroad)).toBe(1_499);
    const free = priceOrder(order({ freeShipping: true }));
    expect(free).toMatchObject({ shippingMinor: 0, discountMinor: 0, totalMinor: 2_500 + 181 });
  });

  it("assumes the home country while there is no address", () => {
    expect(shippingFeeMinor(standard, { ...parcel, destination: null })).toBe(499);
  });

  it("has a rate for every currency and country", () => {
    for (const method of shippingMethods) {
      for (const currency of Object.values(Currency)) {
        expect(method.rates[currency].at(-1)?.countries).toBeNull();
      }
    }
  });

  it("defaults to the standard method and knows no others than its own", () => {
    expect(findShippingMethod(null)?.code).toBe("STANDARD");
    expect(findShippingMethod("EXPRESS")).toBe(express);
    expect(findShippingMethod("TELEPORT")).toBeNull();
  });
});

describe("tax", () => {
  it("depends on country and region, however they are written", () => {
    expect(taxBasisPoints({ country: "us", region: " ca" })).toBe(725);
    expect(taxBasisPoints({ country: "US", region: "OR" })).toBe(0);
    expect(taxBasisPoints({ country: "CA", region: null })).toBe(500);
    expect(taxBasisPoints({ country: "DE", region: null })).toBe(0);
    expect(taxBasisPoints(null)).toBe(0);
  });
});

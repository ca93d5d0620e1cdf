import { Currency } from "@micro-shop/common/money";
import fc from "fast-check";
import type { SkuOffer } from "../clients/siblings";
import { MAX_LINES, MAX_QUANTITY, MAX_TOTAL_MINOR } from "../types/limits";
import {
  commonCurrency,
  goodsMinor,
  linesToDiscount,
  matchOffers,
  priceOffers,
  type OfferedLine,
} from "./priceOffers";
import {
  adjustPrice,
  priceOrder,
  type LinePrice,
  type LineToPrice,
  type OrderToPrice,
} from "./pricing";
import { findShippingMethod, shippingFeeMinor, shippingMethods } from "./shippingMethods";
import { taxBasisPoints } from "./taxRates";

/*
 * What is true of every price. A failure prints its seed and path: give them to the property's `fc.assert` to see it again.
 * All amounts are compared as BigInt sums, so that no rounding of the test's own can hide one of the code.
 */

/** Dearest rate of tax and of shipping in the tables. */
const MOST_TAX = 1_500n;
const MOST_FEE_MINOR = 26_000n;

const currency = fc.constantFrom(...Object.values(Currency));
const country = fc.constantFrom("US", "us", "CA", "DE", "CN", "JP", "__proto__", "toString");
const region = fc.constantFrom(null, "CA", " ca ", "on", "NY", "OR", "constructor", "");
const destination = fc.option(fc.record({ country, region }), { nil: null });
const shippingMethod = fc.constantFrom(...shippingMethods);

/** Prices near the thresholds of fees and rounding, ordinary ones, and the dearest of which an order may hold 999. */
const unitPriceMinor = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 20_000 }),
  fc.integer({ min: 0, max: MAX_TOTAL_MINOR / 1_000 / MAX_LINES }),
);
const quantity = fc.oneof(
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: MAX_QUANTITY }),
);
const discountMinor = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 5_000 }),
  fc.integer({ min: 0, max: MAX_TOTAL_MINOR }),
);
const line: fc.Arbitrary<LineToPrice> = fc.record({ quantity, unitPriceMinor, discountMinor });
const lines = fc.array(line, { maxLength: 12 });
const someLines = fc.array(line, { minLength: 1, maxLength: 12 });

const orderOf = (ofLines: fc.Arbitrary<LineToPrice[]>): fc.Arbitrary<OrderToPrice> =>
  fc.record({
    currency,
    lines: ofLines,
    shippingMethod,
    destination,
    freeShipping: fc.boolean(),
  });

const RUNS = { numRuns: 200 };

const sum = (amounts: readonly number[]): bigint =>
  amounts.reduce((total, amount) => total + BigInt(amount), 0n);

/** An order and the same with one line changed. */
const changedLine = <Change>(change: fc.Arbitrary<Change>) =>
  fc.tuple(orderOf(someLines), fc.nat(), change);

function withLine(
  order: OrderToPrice,
  at: number,
  change: (line: LineToPrice) => Partial<LineToPrice>,
): OrderToPrice {
  const index = at % order.lines.length;
  return {
    ...order,
    lines: order.lines.map((old, position) =>
      position === index ? { ...old, ...change(old) } : old,
    ),
  };
}

const withoutDiscounts = (order: OrderToPrice): OrderToPrice => ({
  ...order,
  lines: order.lines.map((old) => ({ ...old, discountMinor: 0 })),
});

describe("the price of any order", () => {
  it("is lines − discounts + shipping + tax, and its lines sum to it exactly", () => {
    fc.assert(
      fc.property(orderOf(lines), (order) => {
        const price = priceOrder(order);
        const { itemsMinor, shippingMinor, taxMinor, totalMinor } = price;
        expect(price.lines).toHaveLength(order.lines.length);
        expect(sum(price.lines.map((one) => one.itemsMinor))).toBe(BigInt(itemsMinor));
        expect(sum(price.lines.map((one) => one.discountMinor))).toBe(BigInt(price.discountMinor));
        expect(sum(price.lines.map((one) => one.taxMinor))).toBe(BigInt(taxMinor));
        expect(BigInt(totalMinor)).toBe(
          sum([itemsMinor, shippingMinor, taxMinor]) - BigInt(price.discountMinor),
        );
        expect(price.lines.map((one) => one.itemsMinor)).toEqual(
          order.lines.map(({ quantity: units, unitPriceMinor: each }) => units * each),
        );
      }),
      RUNS,
    );
  });

  it("is made of safe integers that are not negative; no line's discount is above its items", () => {
    fc.assert(
      fc.property(orderOf(lines), (order) => {
        const { lines: priced, currency: code, ...amounts } = priceOrder(order);
        expect(code).toBe(order.currency);
        const all = [...Object.values(amounts), ...priced.flatMap((one) => Object.values(one))];
        const isAmount = (amount: number): boolean =>
          Number.isSafeInteger(amount) && amount >= 0 && !Object.is(amount, -0);
        expect(all.filter((amount) => !isAmount(amount))).toEqual([]);
        expect(priced.map((one) => one.discountMinor)).toEqual(
          priced.map((one, index) =>
            Math.min(order.lines[index]?.discountMinor ?? 0, one.itemsMinor),
          ),
        );
      }),
      RUNS,
    );
  });

  it("is at most the goods with the dearest tax and fee", () => {
    fc.assert(
      fc.property(orderOf(lines), (order) => {
        const { itemsMinor, discountMinor: off, totalMinor } = priceOrder(order);
        const goods = BigInt(itemsMinor - off);
        expect(
          BigInt(totalMinor) <= goods + (goods * MOST_TAX) / 10_000n + 1n + MOST_FEE_MINOR,
        ).toBe(true);
        expect(BigInt(totalMinor) >= goods).toBe(true);
      }),
      RUNS,
    );
  });

  it("has the tax of its goods, rounded half up once, split within one unit of each line's share", () => {
    fc.assert(
      fc.property(orderOf(someLines), (order) => {
        const price = priceOrder(order);
        const rate = BigInt(taxBasisPoints(order.destination));
        const goods = BigInt(price.itemsMinor - price.discountMinor);
        expect(BigInt(price.taxMinor)).toBe((goods * rate + 5_000n) / 10_000n);
        const isUnfair = (one: LinePrice): boolean => {
          if (goods === 0n) return one.taxMinor !== 0;
          // |tax · goods − total tax · line| < goods: less than one unit away from the exact share.
          const exact = BigInt(price.taxMinor) * BigInt(one.itemsMinor - one.discountMinor);
          const away = BigInt(one.taxMinor) * goods - exact;
          return away >= goods || -away >= goods;
        };
        expect(price.lines.filter(isUnfair)).toEqual([]);
      }),
      RUNS,
    );
  });

  it("does not depend on the order of its lines; only who bears an odd unit of tax does", () => {
    const shuffled = orderOf(someLines).chain((order) => {
      const indexes = order.lines.map((_, index) => index);
      const { length } = indexes;
      return fc.tuple(
        fc.constant(order),
        fc.shuffledSubarray(indexes, { minLength: length, maxLength: length }),
      );
    });
    fc.assert(
      fc.property(shuffled, ([order, places]) => {
        const here = priceOrder(order);
        const moved = places.flatMap((place) => order.lines.slice(place, place + 1));
        const there = priceOrder({ ...order, lines: moved });
        expect({ ...there, lines: [] }).toEqual({ ...here, lines: [] });
        const was = places.flatMap((place) => here.lines.slice(place, place + 1));
        const untaxed = (priced: readonly LinePrice[]) =>
          priced.map((one) => ({ ...one, taxMinor: 0 }));
        expect(untaxed(there.lines)).toEqual(untaxed(was));
        const apart = was.map((one, index) =>
          Math.abs(one.taxMinor - (there.lines[index]?.taxMinor ?? Number.NaN)),
        );
        expect(Math.max(...apart)).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  it("is the same every time, and changes nothing it was given", () => {
    fc.assert(
      fc.property(orderOf(lines), (order) => {
        const before = JSON.stringify(order);
        expect(priceOrder(order)).toEqual(priceOrder(structuredClone(order)));
        expect(JSON.stringify(order)).toBe(before);
      }),
      RUNS,
    );
  });

  it("never falls when more is ordered without discounts, but for the fee that this may waive", () => {
    fc.assert(
      fc.property(changedLine(fc.integer({ min: 1, max: 50 })), ([anyOrder, at, more]) => {
        const order = withoutDiscounts(anyOrder);
        const less = priceOrder(order);
        const greater = priceOrder(
          withLine(order, at, ({ quantity: units }) => ({ quantity: units + more })),
        );
        expect(greater.itemsMinor).toBeGreaterThanOrEqual(less.itemsMinor);
        expect(greater.taxMinor).toBeGreaterThanOrEqual(less.taxMinor);
        expect([less.shippingMinor, 0]).toContain(greater.shippingMinor);
        expect(greater.totalMinor - greater.shippingMinor).toBeGreaterThanOrEqual(
          less.totalMinor - less.shippingMinor,
        );
      }),
      RUNS,
    );
  });

  it("never grows with a discount, but for the fee that is waived no more", () => {
    fc.assert(
      fc.property(changedLine(fc.integer({ min: 1, max: 50_000 })), ([order, at, more]) => {
        const less = priceOrder(order);
        const greater = priceOrder(
          withLine(order, at, ({ discountMinor: off }) => ({ discountMinor: off + more })),
        );
        expect(greater.discountMinor).toBeGreaterThanOrEqual(less.discountMinor);
        expect(greater.taxMinor).toBeLessThanOrEqual(less.taxMinor);
        expect(greater.totalMinor - greater.shippingMinor).toBeLessThanOrEqual(
          less.totalMinor - less.shippingMinor,
        );
        if (greater.shippingMinor !== less.shippingMinor) expect(less.shippingMinor).toBe(0);
      }),
      RUNS,
    );
  });
});

describe("the price of an order with an amount taken off", () => {
  /** An order, and two amounts within its goods, the smaller first. */
  const shares = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1));
  it("adds up as before, takes off exactly that, and falls with what is taken off", () => {
    fc.assert(
      fc.property(orderOf(someLines), shares, (order, [one, other]) => {
        const placed = priceOrder(order);
        const goods = placed.itemsMinor - placed.discountMinor;
        const priceLess = (share: number) =>
          adjustPrice({
            ...order,
            shippingMinor: placed.shippingMinor,
            adjustmentMinor: Math.floor(goods * share),
          });
        const [less, more] = [priceLess(Math.min(one, other)), priceLess(Math.max(one, other))];
        expect(sum(more.lines.map((priced) => priced.adjustmentMinor))).toBe(
          BigInt(Math.floor(goods * Math.max(one, other))),
        );
        expect(sum(more.lines.map((priced) => priced.taxMinor))).toBe(BigInt(more.taxMinor));
        expect(BigInt(more.totalMinor)).toBe(
          sum([more.itemsMinor, more.shippingMinor, more.taxMinor]) - BigInt(more.discountMinor),
        );
        const isBelowZero = (priced: LinePrice): boolean =>
          priced.discountMinor > priced.itemsMinor;
        expect(more.lines.filter(isBelowZero)).toEqual([]);
        expect(more.shippingMinor).toBe(placed.shippingMinor);
        expect(less.totalMinor).toBeLessThanOrEqual(placed.totalMinor);
        expect(more.totalMinor).toBeLessThanOrEqual(less.totalMinor);
      }),
      RUNS,
    );
  });
});

describe("the tables of fees and taxes", () => {
  it("have a fee for every parcel, which never grows with what is in it", () => {
    const amount = fc.integer({ min: 0, max: 30_000 });
    const parcels = fc.record({
      currency,
      destination,
      amounts: fc.tuple(amount, amount),
      isFreeByPromotion: fc.boolean(),
    });
    fc.assert(
      fc.property(shippingMethod, parcels, (method, { amounts, ...parcel }) => {
        const feeOf = (goods: number): number =>
          shippingFeeMinor(method, { ...parcel, goodsMinor: goods });
        const [small, large] = [feeOf(Math.min(...amounts)), feeOf(Math.max(...amounts))];
        expect(Number.isSafeInteger(small)).toBe(true);
        expect(small).toBeGreaterThanOrEqual(0);
        expect(small).toBeLessThanOrEqual(Number(MOST_FEE_MINOR));
        expect([small, 0]).toContain(large);
        expect(findShippingMethod(method.code)).toBe(method);
      }),
      RUNS,
    );
  });

  it("have a tax for every place, whatever its name is", () => {
    const anyPlace = fc.record({ country: fc.string(), region: fc.option(fc.string()) });
    fc.assert(
      fc.property(fc.oneof(destination, anyPlace), (place) => {
        const rate = taxBasisPoints(place);
        expect(Number.isSafeInteger(rate) && rate >= 0 && BigInt(rate) <= MOST_TAX).toBe(true);
      }),
      RUNS,
    );
  });
});

function offerOf(index: number, code: Currency, amountMinor: number): SkuOffer {
  return {
    skuId: `sku${index}`,
    productId: `product${index % 3}`,
    categoryId: null,
    code: `C${index}`,
    name: `Thing ${index}`,
    unitPrice: { amountMinor, currency: code },
    available: MAX_QUANTITY,
    onSale: true,
  };
}

const offeredLines = fc.tuple(currency, lines).map(([code, ofLines]) =>
  ofLines.map((one, index): OfferedLine & { readonly discountMinor: number } => ({
    offer: offerOf(index, code, one.unitPriceMinor),
    quantity: one.quantity,
    discountMinor: one.discountMinor,
  })),
);

describe("offers and discounts made into a price", () => {
  it("come together by SKU, in whatever order marketing and product answer", () => {
    fc.assert(
      fc.property(
        offeredLines,
        shippingMethod,
        destination,
        fc.boolean(),
        (offered, method, to, freeShipping) => {
          const code = commonCurrency(offered) ?? "USD";
          const discounts = offered.map(({ offer, discountMinor: amountMinor }) => ({
            skuId: offer.skuId,
            amountMinor,
          }));
          const offers = offered.map(({ offer }) => offer);
          const wanted = offered.map(({ offer, quantity: units }) => ({
            skuId: offer.skuId,
            quantity: units,
          }));
          const priced = (isReversed: boolean) =>
            priceOffers({
              currency: code,
              lines: matchOffers(wanted, isReversed ? offers.toReversed() : offers),
              discounts: {
                lines: isReversed ? discounts.toReversed() : discounts,
                couponRefusal: null,
                freeShipping,
              },
              shippingMethod: method,
              destination: to,
            });
          const direct = priceOrder({
            currency: code,
            lines: offered.map(({ offer, quantity: units, discountMinor: off }) => ({
              quantity: units,
              unitPriceMinor: offer.unitPrice.amountMinor,
              discountMinor: off,
            })),
            shippingMethod: method,
            destination: to,
            freeShipping,
          });
          expect(priced(false)).toEqual(direct);
          expect(priced(true)).toEqual(direct);
          expect(goodsMinor(offered)).toBe(direct.itemsMinor);
          expect(
            linesToDiscount(offered).map(({ skuId, quantity: units }) => ({
              skuId,
              quantity: units,
            })),
          ).toEqual(wanted);
        },
      ),
      RUNS,
    );
  });

  it("know what is too dear before a sum can leave the safe range", () => {
    const dear = fc.array(
      fc.record({ quantity, unitPriceMinor: fc.integer({ min: 0, max: MAX_TOTAL_MINOR }) }),
      { maxLength: MAX_LINES, size: "small" },
    );
    fc.assert(
      fc.property(dear, (ofLines) => {
        const offered = ofLines.map((one, index) => ({
          offer: offerOf(index, "USD", one.unitPriceMinor),
          quantity: one.quantity,
        }));
        const exact = ofLines.reduce(
          (total, one) => total + BigInt(one.quantity) * BigInt(one.unitPriceMinor),
          0n,
        );
        const most = BigInt(MAX_TOTAL_MINOR) + 1n;
        expect(BigInt(goodsMinor(offered))).toBe(exact < most ? exact : most);
      }),
      RUNS,
    );
  });
});

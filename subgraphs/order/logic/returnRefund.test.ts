import fc from "fast-check";
import { paidForLine, returnRefunds, type PaidLine } from "./returnRefund";

const line = (changes: Partial<PaidLine> = {}): PaidLine => ({
  id: "a",
  quantity: 3,
  unitPriceMinor: 1_000,
  discountMinor: 100,
  taxMinor: 247,
  ...changes,
});

describe("the refund of a return", () => {
  it("is the lines' share of what was paid for them, with discount and tax", () => {
    const lines = [line(), line({ id: "b", quantity: 1, discountMinor: 0, taxMinor: 85 })];
    const returned = [
      { orderLineId: "a", quantity: 1 },
      { orderLineId: "b", quantity: 1 },
    ];
    expect(returnRefunds(lines, [], returned)).toEqual([
      { orderLineId: "a", refundMinor: 1_049 },
      { orderLineId: "b", refundMinor: 1_085 },
    ]);
  });

  it("of a line that cost nothing is nothing", () => {
    const free = line({ discountMinor: 3_000, taxMinor: 0 });
    expect(returnRefunds([free], [], [{ orderLineId: "a", quantity: 3 }])).toEqual([
      { orderLineId: "a", refundMinor: 0 },
    ]);
  });

  it("is not worked out for more than was bought, nor for a line of another order", () => {
    const before = [{ orderLineId: "a", quantity: 2 }];
    const two = [{ orderLineId: "a", quantity: 2 }];
    expect(() => returnRefunds([line()], before, two)).toThrow(/than was bought/);
    expect(() => returnRefunds([line({ id: "b" })], [], two)).toThrow(/another order/);
  });

  it("sums over any sequence of returns to what was paid, to the last minor unit, and is never negative", () => {
    const paidLine = fc
      .record({
        quantity: fc.integer({ min: 1, max: 999 }),
        unitPriceMinor: fc.integer({ min: 0, max: 1_000_000_000 }),
        taxMinor: fc.integer({ min: 0, max: 1_000_000 }),
        discountShare: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ discountShare, ...paid }) => ({
        id: "a",
        ...paid,
        discountMinor: Math.floor(paid.unitPriceMinor * paid.quantity * discountShare),
      }));
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(paidLine, sizes, (paid, parts) => {
        let returned = 0;
        let refunded = 0;
        for (let turn = 0; returned < paid.quantity; turn++) {
          const wanted = parts[turn % parts.length] ?? 1;
          const quantity = Math.min(wanted, paid.quantity - returned);
          const before = [{ orderLineId: "a", quantity: returned }];
          const [part] = returnRefunds([paid], before, [{ orderLineId: "a", quantity }]);
          const refundMinor = part?.refundMinor ?? -1;
          expect(refundMinor).toBeGreaterThanOrEqual(0);
          const share = (paidForLine(paid) / paid.quantity) * quantity;
          expect(Math.abs(refundMinor - share)).toBeLessThanOrEqual(1);
          returned += quantity;
          refunded += refundMinor;
        }
        expect(refunded).toBe(paidForLine(paid));
      }),
    );
  });
});

import {
  addMoney,
  Currency,
  formatMoney,
  isCurrency,
  money,
  MoneyError,
  multiplyMoney,
  percentOf,
  splitByWeights,
  subtractMoney,
  sumMoney,
} from "./money";
import { seededRandom } from "./testing/seededRandom";

const max = Number.MAX_SAFE_INTEGER;
const usd = (amountMinor: number) => money(amountMinor, "USD");

describe("amounts", () => {
  it("are safe integers and nothing else", () => {
    for (const amount of [0, 1, -1, max, -max]) expect(usd(amount).amountMinor).toBe(amount);
    for (const amount of [0.5, Number.NaN, Infinity, max + 1, 9e15 * 2])
      expect(() => usd(amount)).toThrow(MoneyError);
  });

  it("know no negative zero", () => {
    expect(Object.is(usd(-0).amountMinor, 0)).toBe(true);
    expect(Object.is(multiplyMoney(usd(0), -3).amountMinor, 0)).toBe(true);
  });

  it("name the currencies of the mall", () => {
    expect(Object.keys(Currency).every(isCurrency)).toBe(true);
    expect(["usd", "XXX", "", "toString", "__proto__"].some(isCurrency)).toBe(false);
  });
});

describe("arithmetic", () => {
  it("adds, subtracts, multiplies and sums", () => {
    expect(addMoney(usd(150), usd(25))).toEqual(usd(175));
    expect(subtractMoney(usd(25), usd(150))).toEqual(usd(-125));
    expect(multiplyMoney(usd(199), 3)).toEqual(usd(597));
    expect(sumMoney([usd(1), usd(2), usd(3)], "USD")).toEqual(usd(6));
    expect(sumMoney([], "EUR")).toEqual(money(0, "EUR"));
  });

  it("never combines two currencies", () => {
    const euro = money(1, "EUR");
    expect(() => addMoney(usd(1), euro)).toThrow("USD and EUR cannot be combined.");
    expect(() => subtractMoney(usd(1), euro)).toThrow(MoneyError);
    expect(() => sumMoney([euro], "USD")).toThrow(MoneyError);
  });

  it("throws instead of losing a unit to an overflow", () => {
    expect(() => addMoney(usd(max), usd(1))).toThrow(MoneyError);
    expect(() => subtractMoney(usd(-max), usd(1))).toThrow(MoneyError);
    expect(() => multiplyMoney(usd(max), 2)).toThrow(MoneyError);
    expect(() => percentOf(usd(max), 20_000)).toThrow(MoneyError);
  });

  it("multiplies by whole quantities only", () => {
    expect(() => multiplyMoney(usd(10), 1.5)).toThrow("A quantity must be a safe integer");
  });
});

describe("percentOf", () => {
  it("rounds half away from zero", () => {
    expect(percentOf(usd(10), 2_500)).toEqual(usd(3));
    expect(percentOf(usd(-10), 2_500)).toEqual(usd(-3));
    expect(percentOf(usd(9), 2_500)).toEqual(usd(2));
    expect(percentOf(usd(-9), 2_500)).toEqual(usd(-2));
    expect(percentOf(usd(1), 4_999)).toEqual(usd(0));
    expect(percentOf(usd(0), 10_000)).toEqual(usd(0));
  });

  it("is exact at the largest amounts, where floats are not", () => {
    expect(percentOf(usd(max), 10_000)).toEqual(usd(max));
    expect(percentOf(usd(max), 1)).toEqual(usd(900_719_925_474));
  });

  it("refuses shares that are negative or fractions", () => {
    expect(() => percentOf(usd(10), -1)).toThrow("A share must not be negative.");
    expect(() => percentOf(usd(10), 0.5)).toThrow(MoneyError);
  });
});

describe("splitByWeights", () => {
  it("gives the units that are left to the largest remainders, earlier parts first", () => {
    expect(splitByWeights(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitByWeights(101, [1, 1, 1])).toEqual([34, 34, 33]);
    expect(splitByWeights(10, [1, 2, 4])).toEqual([1, 3, 6]);
    expect(splitByWeights(7, [0, 5, 0])).toEqual([0, 7, 0]);
  });

  it("treats weights that are all zero as equal", () => {
    expect(splitByWeights(5, [0, 0])).toEqual([3, 2]);
    expect(splitByWeights(0, [0])).toEqual([0]);
  });

  it("refuses what cannot be split", () => {
    expect(() => splitByWeights(-1, [1])).toThrow("must not be negative");
    expect(() => splitByWeights(1, [])).toThrow("into no parts");
    expect(() => splitByWeights(1, [1, -1])).toThrow("A weight must not be negative.");
    expect(() => splitByWeights(0.5, [1])).toThrow(MoneyError);
    expect(() => splitByWeights(1, [0.5])).toThrow(MoneyError);
  });

  it("sums exactly, and each part lies within a unit of its exact share", () => {
    const random = seededRandom();
    for (let round = 0; round < 5_000; round++) {
      const size = 1 + random.integer(12);
      const ceiling = random.integer(2) === 0 ? 50 : max;
      const total = random.integer(ceiling);
      const weights = Array.from({ length: size }, () =>
        random.integer(4) === 0 ? 0 : random.integer(ceiling),
      );
      const parts = splitByWeights(total, weights);
      const seen = `seed ${random.seed}, round ${round}: ${total} by ${weights.join(", ")}`;
      const sum = parts.reduce((left, part) => left + BigInt(part), 0n);
      expect(`${seen} = ${sum}`).toBe(`${seen} = ${total}`);
      const weightSum = weights.reduce((left, weight) => left + BigInt(weight), 0n);
      if (weightSum === 0n) continue;
      const farOff = parts.filter((part, index) => {
        const distance = BigInt(part) * weightSum - BigInt(total) * BigInt(weights[index] ?? 0);
        return distance <= -weightSum || distance >= weightSum;
      });
      expect(`${seen}: ${farOff.length} parts off`).toBe(`${seen}: 0 parts off`);
    }
  });
});

describe("formatMoney", () => {
  it("writes the currency's sign, groups and two digits", () => {
    expect(formatMoney(usd(123_450))).toBe("$1,234.50");
    expect(formatMoney(usd(-5))).toBe("-$0.05");
    expect(formatMoney(money(99, "EUR"))).toBe("€0.99");
    expect(formatMoney(money(100, "CNY"))).toBe("CN¥1.00");
  });

  it("keeps every digit of the largest amount", () => {
    expect(formatMoney(usd(max))).toBe("$90,071,992,547,409.91");
  });
});

import { createRandom } from "./random";

const draws = (seed: number, label: string): number[] => {
  const random = createRandom(seed, label);
  return Array.from({ length: 1_000 }, random.next);
};

test("the same seed and label give the same stream", () => {
  expect(draws(1, "a")).toEqual(draws(1, "a"));
});

test("another seed or another label gives another stream", () => {
  expect(draws(1, "a").slice(0, 3)).not.toEqual(draws(2, "a").slice(0, 3));
  expect(draws(1, "a").slice(0, 3)).not.toEqual(draws(1, "b").slice(0, 3));
});

test("draws lie in [0, 1) and spread over it", () => {
  const values = draws(42, "spread");
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  const tenths = new Set(values.map((value) => Math.floor(value * 10)));
  expect(tenths.size).toBe(10);
});

test("integers reach both ends and nothing beyond", () => {
  const random = createRandom(1, "integers");
  const values = new Set(Array.from({ length: 500 }, () => random.integer(-1, 2)));
  expect([...values].toSorted((left, right) => left - right)).toEqual([-1, 0, 1, 2]);
});

test("a sample has no element twice, and at most all of them", () => {
  const random = createRandom(1, "sample");
  const sample = random.sample([1, 2, 3, 4], 9);
  expect(new Set(sample)).toEqual(new Set([1, 2, 3, 4]));
  expect(sample).toHaveLength(4);
  expect(random.sample([1, 2, 3, 4], 2)).toHaveLength(2);
});

test("picking from nothing is refused", () => {
  expect(() => createRandom(1, "none").pick([])).toThrow("Cannot pick from an empty list.");
});

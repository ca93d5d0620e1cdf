import { quantile } from "./quantile";

const hundred = Array.from({ length: 100 }, (_unused, index) => 100 - index);

test.each([
  [0, 1],
  [0.5, 50],
  [0.99, 99],
  [1, 100],
])("the %d quantile of 1 to 100 is %d", (part, value) => {
  expect(quantile(hundred, part)).toBe(value);
});

test("there is none of nothing", () => expect(quantile([], 0.5)).toBeNull());

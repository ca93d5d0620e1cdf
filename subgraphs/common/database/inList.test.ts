import { padInList, placeholders } from "./inList";

test.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 4],
  [50, 64],
  [64, 64],
  [1_000, 1_024],
])("a list of %d is padded to %d", (length, padded) => {
  const values = Array.from({ length }, (_, index) => index);
  const list = padInList(values);
  expect(list).toHaveLength(padded);
  expect(new Set(list)).toEqual(new Set(values));
});

test("there is a placeholder for each value", () => {
  expect(placeholders(3)).toBe("?, ?, ?");
});

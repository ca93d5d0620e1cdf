import { median } from "./median";

describe("the median", () => {
  it.each([
    [[7], 7],
    [[10, 9, 1], 9],
    [[4, 1, 2, 3], 2.5],
  ])("of %j is %d", (values, expected) => expect(median(values)).toBe(expected));

  it("of nothing is refused", () => expect(() => median([])).toThrow(RangeError));
});

import { ratingOf } from "./ratingOf";

describe("ratingOf", () => {
  it("has no average without a rating", () => {
    expect(ratingOf({ ratingSum: 0, ratingCount: 0 })).toEqual({ average: null, count: 0 });
  });

  it("rounds the average to two decimals", () => {
    expect(ratingOf({ ratingSum: 14, ratingCount: 3 })).toEqual({ average: 4.67, count: 3 });
    expect(ratingOf({ ratingSum: 15, ratingCount: 3 })).toEqual({ average: 5, count: 3 });
  });
});

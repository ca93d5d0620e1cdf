import { sumLines } from "./sumLines";

describe("sumLines", () => {
  it("sums the lines of one SKU and orders by SKU", () => {
    const lines = [
      { skuId: "b", quantity: 1 },
      { skuId: "a", quantity: 2 },
      { skuId: "b", quantity: 3 },
    ];
    expect(sumLines(lines)).toEqual([
      { skuId: "a", quantity: 2 },
      { skuId: "b", quantity: 4 },
    ]);
  });

  it("is empty for no lines", () => {
    expect(sumLines([])).toEqual([]);
  });
});

import { newOrderNo } from "./orderNo";

describe("an order number", () => {
  const placedAt = new Date("2026-11-22T23:59:59.999Z");

  it("names the day and eight characters nobody misreads", () => {
    expect(newOrderNo(placedAt)).toMatch(/^MS261122-[0-9A-HJKMNP-TV-Z]{8}$/);
  });

  it("does not repeat or count up", () => {
    const numbers = Array.from({ length: 1_000 }, () => newOrderNo(placedAt));
    expect(new Set(numbers).size).toBe(1_000);
    expect(numbers.toSorted()).not.toEqual(numbers);
  });
});

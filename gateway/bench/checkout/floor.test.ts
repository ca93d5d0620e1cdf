import { dealOut } from "./floor";

test("every statement of an order is dealt out, and no transaction is without a write", () => {
  const dealt = dealOut({ transactions: 4, inserts: 3, updates: 3, selects: 5 });
  expect(dealt).toHaveLength(4);
  const count = (kind: string) => dealt.flat().filter((statement) => statement === kind).length;
  expect([count("select"), count("update"), count("insert")]).toEqual([5, 3, 3]);
  for (const statements of dealt) {
    expect(statements.some((statement) => statement !== "select")).toBe(true);
  }
});

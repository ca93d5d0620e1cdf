import { slugFrom, withSuffix } from "./slug";

describe("slugFrom", () => {
  it.each([
    ["Trail Runner 2", "trail-runner-2"],
    ["  Café  crème!  ", "cafe-creme"],
    ["L'été – 100 %", "l-ete-100"],
    ["手机", "product"],
    ["---", "product"],
  ])("turns %j into %j", (name, slug) => {
    expect(slugFrom(name)).toBe(slug);
  });

  it("cuts long names so that a suffix still fits the column, and never ends in a dash", () => {
    const slug = slugFrom(`${"a".repeat(99)} ${"b".repeat(99)}`);
    expect(slug).toBe("a".repeat(99));
    expect(withSuffix(slug, "0192f0c1-2345-7abc-8def-0123456789ab")).toMatch(/^a{99}-456789ab$/);
  });
});

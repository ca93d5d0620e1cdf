import { Refusals } from "@micro-shop/common/errors";
import { optionKeyOf, optionsOf, type OptionChoice } from "./productOptions";

const sku = (...options: [name: string, value: string][]): { options: OptionChoice[] } => ({
  options: options.map(([name, value]) => ({ name, value })),
});

function pathsRefused(work: () => unknown): (readonly string[] | null)[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusals) return error.refusals.map((refusal) => refusal.path);
    throw error;
  }
  return [];
}

describe("optionsOf", () => {
  it("lists each option once with its values in the order they first appear", () => {
    const skus = [
      sku(["Color", "Red"], ["Size", "M"]),
      sku(["Color", "Red"], ["Size", "L"]),
      sku(["Size", "M"], ["Color", "Blue"]),
    ];
    expect(optionsOf(skus)).toEqual([
      { name: "Color", values: ["Red", "Blue"] },
      { name: "Size", values: ["M", "L"] },
    ]);
  });

  it("is empty for the one SKU of a product without options", () => {
    expect(optionsOf([sku()])).toEqual([]);
  });

  it.each([
    ["an option the first SKU does not have", [sku(["Color", "Red"]), sku(["Size", "M"])]],
    ["fewer options than the first SKU", [sku(["Color", "Red"]), sku()]],
    ["one option twice", [sku(["Color", "Red"]), sku(["Color", "Red"], ["Color", "Blue"])]],
    ["the combination of another SKU", [sku(["Color", "Red"]), sku(["Color", "Red"])]],
    ["no options like another SKU", [sku(), sku()]],
  ])("refuses a SKU with %s", (_case, skus) => {
    expect(pathsRefused(() => optionsOf(skus))).toEqual([["input", "skus", "1", "options"]]);
  });
});

describe("optionKeyOf", () => {
  it("does not depend on the order of the options but on which value belongs to which", () => {
    const key = optionKeyOf(sku(["A", "1"], ["B", "2"]).options);
    expect(optionKeyOf(sku(["B", "2"], ["A", "1"]).options)).toBe(key);
    expect(optionKeyOf(sku(["A", "2"], ["B", "1"]).options)).not.toBe(key);
  });

  it("cannot be confused by quotes and commas in names", () => {
    expect(optionKeyOf(sku(['A","1"],["B', "2"]).options)).not.toBe(
      optionKeyOf(sku(["A", "1"], ["B", "2"]).options),
    );
  });
});

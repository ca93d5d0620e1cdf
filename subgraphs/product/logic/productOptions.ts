import { createHash } from "node:crypto";
import { Refusal, Refusals } from "@micro-shop/common/errors";

/** The value of a SKU in one option. */
export interface OptionChoice {
  readonly name: string;
  readonly value: string;
}

/** An option with all values its SKUs have, in order of first appearance. */
export interface OptionSummary {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * The options of a product, read off its SKUs; the first SKU gives their order.
 * Throws Refusals unless all SKUs have the same options, each once, and no two the same combination.
 */
export function optionsOf(
  skus: readonly { readonly options: readonly OptionChoice[] }[],
): OptionSummary[] {
  const names = (skus[0]?.options ?? []).map((option) => option.name);
  const refusals = skus.flatMap((sku, index) => {
    const problem = problemOf(sku.options, names) ?? repeats(skus, index);
    return problem === null ? [] : [invalid(index, problem)];
  });
  if (refusals.length > 0) throw new Refusals(refusals);
  return names.map((name) => ({
    name,
    values: [
      ...new Set(
        skus.flatMap((sku) =>
          sku.options.flatMap((option) => (option.name === name ? [option.value] : [])),
        ),
      ),
    ],
  }));
}

/** A digest of a combination that does not depend on the order of the options; the unique key of a SKU in its product. */
export function optionKeyOf(options: readonly OptionChoice[]): string {
  const canonical = options
    .map((option) => JSON.stringify([option.name, option.value]))
    .toSorted()
    .join();
  return createHash("sha256").update(canonical).digest("hex");
}

function problemOf(options: readonly OptionChoice[], names: readonly string[]): string | null {
  const own = new Set(options.map((option) => option.name));
  if (own.size !== options.length) return "A SKU has one value for each option.";
  const isSame = own.size === names.length && names.every((name) => own.has(name));
  return isSame ? null : "All SKUs of a product have the same options.";
}

function repeats(
  skus: readonly { readonly options: readonly OptionChoice[] }[],
  index: number,
): string | null {
  const key = optionKeyOf(skus[index]?.options ?? []);
  const first = skus.findIndex((sku) => optionKeyOf(sku.options) === key);
  return first === index ? null : "Another SKU of the product has the same options.";
}

function invalid(index: number, message: string): Refusal {
  return new Refusal("INVALID_INPUT", message, {
    path: ["input", "skus", String(index), "options"],
  });
}

import type { DemoRandom } from "../core/random";
import type { DemoSku } from "../types/catalogue";
import type { ProductPlace } from "./place";
import type { ChoicePlan, OptionPlan } from "./plans";

/** The SKUs of a product and, by SKU id, the units that shall be free to sell once all orders are counted. */
export interface ProductVariants {
  readonly skus: readonly DemoSku[];
  readonly freeUnits: readonly (readonly [skuId: string, units: number])[];
}

export interface SkuRequest {
  readonly productId: string;
  readonly basePriceMinor: number;
  readonly options: readonly OptionPlan[];
  readonly createdAt: Date;
  readonly place: ProductPlace;
}

/** Narrows the options of a shelf to those of one product, choices in the shelf's order. */
export function chooseOptions(options: readonly OptionPlan[], random: DemoRandom): OptionPlan[] {
  return options.map((option) => {
    if (option.take === undefined) return option;
    const taken = new Set(random.sample(option.choices, option.take));
    return { ...option, choices: option.choices.filter((choice) => taken.has(choice)) };
  });
}

/** All combinations, the first option varying slowest. */
function combinations(options: readonly OptionPlan[]): ChoicePlan[][] {
  let rows: ChoicePlan[][] = [[]];
  for (const option of options) {
    rows = rows.flatMap((row) => option.choices.map((choice) => [...row, choice]));
  }
  return rows;
}

// One in 25 is sold out and one in 12 nearly so: a shop where all is there shows nothing.
function freeUnitsOf(random: DemoRandom): number {
  if (random.chance(0.04)) return 0;
  return random.chance(0.08) ? random.integer(1, 4) : random.integer(20, 160);
}

/** A list price a fifth to a third above the price, on a whole dollar, for three products in ten. */
function markUpOf(random: DemoRandom): (priceMinor: number) => number | null {
  if (!random.chance(0.3)) return () => null;
  const percent = random.integer(120, 135);
  return (priceMinor) => Math.ceil((priceMinor * percent) / 10_000) * 100;
}

export function createSkus(request: SkuRequest): ProductVariants {
  const { productId, basePriceMinor, options, createdAt, place } = request;
  const { random, newId, shelf, ordinal } = place;
  const listPriceOf = markUpOf(random);
  const number = String(ordinal + 1).padStart(3, "0");
  const skus = combinations(options).map((choices, position): DemoSku => {
    const priceMinor = choices.reduce((price, [, , extra = 0]) => price + extra, basePriceMinor);
    return {
      id: newId(createdAt),
      productId,
      code: [shelf.plan.code, number, ...choices.map(([, code]) => code)].join("-"),
      position,
      options: choices.map(([value], index) => ({ name: options[index]?.name ?? "", value })),
      priceMinor,
      listPriceMinor: listPriceOf(priceMinor),
      currency: "USD",
      createdAt,
    };
  });
  return { skus, freeUnits: skus.map((sku) => [sku.id, freeUnitsOf(random)] as const) };
}

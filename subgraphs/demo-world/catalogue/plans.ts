/** [value, part of the SKU code, what it adds to the base price in minor units]. */
export type ChoicePlan = readonly [value: string, code: string, extraMinor?: number];

/** An option of every product of a shelf; `take` limits a product to that many seeded choices. */
export interface OptionPlan {
  readonly name: string;
  readonly choices: readonly ChoicePlan[];
  readonly take?: number;
}

/** Attributes of one item that are not left to chance; null = the attribute does not apply to it. */
export type AttributePlan = Readonly<Record<string, string | number | boolean | null>>;

/** [name, base price in minor units, what it is, fixed attributes]. */
export type ItemPlan = readonly [
  name: string,
  priceMinor: number,
  description: string,
  attributes?: AttributePlan,
];

/** A leaf category and what stands on it. */
export interface ShelfPlan {
  readonly name: string;
  readonly slug: string;
  /** Part of the SKU code; unique in the shop. */
  readonly code: string;
  readonly brands: readonly string[];
  readonly options: readonly OptionPlan[];
  /** One value of each is seeded per product. */
  readonly attributes: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  /** A sentence that ends every description of the shelf; one is seeded per product. */
  readonly notes: readonly string[];
  readonly items: readonly ItemPlan[];
}

/** A top category. */
export interface AislePlan {
  readonly name: string;
  readonly slug: string;
  readonly shelves: readonly ShelfPlan[];
}

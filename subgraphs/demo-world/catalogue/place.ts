import type { IdMaker } from "../core/ids";
import type { DemoRandom } from "../core/random";
import type { Shelf } from "./categories";
import type { ItemPlan } from "./plans";

/** What a product and its SKUs are made from; `ordinal` counts all products of the shop from 0. */
export interface ProductPlace {
  readonly now: Date;
  readonly random: DemoRandom;
  readonly newId: IdMaker;
  readonly shelf: Shelf;
  readonly item: ItemPlan;
  readonly ordinal: number;
}

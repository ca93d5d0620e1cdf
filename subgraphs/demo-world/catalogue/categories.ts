import type { IdMaker } from "../core/ids";
import { DAY_MS, before } from "../core/time";
import type { DemoCategory } from "../types/catalogue";
import { assortment } from "./assortment";
import type { ShelfPlan } from "./plans";

/** A leaf category together with the plan of its products. */
export interface Shelf {
  readonly category: DemoCategory;
  readonly plan: ShelfPlan;
}

/** The tree in menu order, parents first, and its leaves. */
export function createCategories(
  now: Date,
  newId: IdMaker,
): { readonly categories: DemoCategory[]; readonly shelves: Shelf[] } {
  const createdAt = before(now, 540 * DAY_MS);
  const categories: DemoCategory[] = [];
  const shelves: Shelf[] = [];
  assortment.forEach((aisle, position) => {
    const parent: DemoCategory = {
      id: newId(createdAt),
      parentId: null,
      name: aisle.name,
      slug: aisle.slug,
      position,
      createdAt,
    };
    categories.push(parent);
    aisle.shelves.forEach((plan, shelfPosition) => {
      const category: DemoCategory = {
        id: newId(createdAt),
        parentId: parent.id,
        name: plan.name,
        slug: plan.slug,
        position: shelfPosition,
        createdAt,
      };
      categories.push(category);
      shelves.push({ category, plan });
    });
  });
  return { categories, shelves };
}

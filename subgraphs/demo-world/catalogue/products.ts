import type { DemoRandom } from "../core/random";
import { DAY_MS, HOUR_MS, before } from "../core/time";
import type {
  DemoAttribute,
  DemoMedia,
  DemoOption,
  DemoProduct,
  DemoSku,
} from "../types/catalogue";
import type { ProductPlace } from "./place";
import type { ItemPlan, ShelfPlan } from "./plans";
import { type ProductVariants, chooseOptions, createSkus } from "./skus";

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll("'", "")
    .replaceAll(/[^a-z0-9]+/g, "-");

// Every 43rd product is still a draft and every 36th has left the shop; the first ones are on sale.
function statusOf(ordinal: number): DemoProduct["status"] {
  if (ordinal % 43 === 42) return "DRAFT";
  return ordinal % 36 === 35 ? "ARCHIVED" : "PUBLISHED";
}

function attributesOf(plan: ShelfPlan, item: ItemPlan, random: DemoRandom): DemoAttribute[] {
  const fixed = item[3] ?? {};
  const attributes: DemoAttribute[] = [{ name: "Brand", value: random.pick(plan.brands) }];
  for (const [name, values] of Object.entries(plan.attributes)) {
    const seeded = random.pick(values);
    const value = fixed[name] === undefined ? seeded : fixed[name];
    if (value !== null) attributes.push({ name, value });
  }
  return attributes;
}

function mediaOf(place: ProductPlace, slug: string, createdAt: Date): DemoMedia[] {
  const views = ["front", "detail", "in use"].slice(0, place.random.integer(1, 3));
  return views.map((view, position) => ({
    id: place.newId(createdAt),
    url: `/media/products/${slug}-${position + 1}.webp`,
    alt: `${place.item[0]}, ${view}`,
    position,
  }));
}

/** A launch long ago for most, within the last weeks for one product in eight: the shop has novelties. */
function createdAtOf({ now, random, ordinal }: ProductPlace): Date {
  const isNovelty = ordinal % 8 === 5;
  const ageHours = isNovelty ? random.integer(3 * 24, 60 * 24) : random.integer(210 * 24, 520 * 24);
  return before(now, ageHours * HOUR_MS + random.integer(0, HOUR_MS));
}

/** One product with its SKUs and the units that shall be free to sell of each. */
export function createProduct(place: ProductPlace): {
  product: DemoProduct;
  variants: ProductVariants;
} {
  const { now, random, newId, shelf, item, ordinal } = place;
  const [name, basePriceMinor, description] = item;
  const createdAt = createdAtOf(place);
  const status = statusOf(ordinal);
  const publishedAt = new Date(createdAt.getTime() + random.integer(1, 48) * HOUR_MS);
  const slug = slugOf(name);
  const id = newId(createdAt);
  const options = chooseOptions(shelf.plan.options, random);
  const variants = createSkus({ productId: id, basePriceMinor, options, createdAt, place });
  const product: DemoProduct = {
    id,
    categoryId: shelf.category.id,
    name,
    slug,
    description: `${description} ${random.pick(shelf.plan.notes)}`,
    status,
    attributes: attributesOf(shelf.plan, item, random),
    options: options.map((option): DemoOption => ({
      name: option.name,
      values: option.choices.map(([value]) => value),
    })),
    media: mediaOf(place, slug, createdAt),
    priceMinor: lowestPrice(variants.skus),
    currency: "USD",
    createdAt,
    publishedAt: status === "DRAFT" ? null : publishedAt,
    archivedAt: status === "ARCHIVED" ? before(now, random.integer(1, 20) * DAY_MS) : null,
  };
  return { product, variants };
}

const lowestPrice = (skus: readonly DemoSku[]): number =>
  Math.min(...skus.map((sku) => sku.priceMinor));

import type { Catalogue } from "../catalogue/catalogue";
import { need } from "../core/groups";
import type { IdMaker } from "../core/ids";
import { percentOfMinor } from "../core/money";
import type { DemoRandom } from "../core/random";
import { DAY_MS, HOUR_MS, before, after, inTenYears } from "../core/time";
import type { DemoProduct, DemoSku } from "../types/catalogue";
import type { DemoFlashSale, DemoFlashSaleItem } from "../types/marketing";

/** An item before anybody has bought from it. */
export type FlashOfferItem = Omit<DemoFlashSaleItem, "sold">;

export interface FlashOffer extends Omit<DemoFlashSale, "items"> {
  readonly phase: "RUNNING" | "UPCOMING" | "ENDED";
  readonly items: readonly FlashOfferItem[];
}

interface FlashPlan {
  readonly phase: FlashOffer["phase"];
  readonly name: string;
  readonly itemCount: number;
  readonly quota: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const plansAt = (now: Date): FlashPlan[] => [
  {
    phase: "ENDED",
    name: "Midsummer Night Sale",
    itemCount: 5,
    quota: 20,
    startsAt: before(now, 60 * DAY_MS),
    endsAt: before(now, 57 * DAY_MS),
  },
  {
    phase: "RUNNING",
    name: "Flash Friday",
    itemCount: 8,
    quota: 50,
    startsAt: before(now, 3 * DAY_MS),
    endsAt: inTenYears(now),
  },
  {
    phase: "UPCOMING",
    name: "Winter Warm-Up",
    itemCount: 5,
    quota: 30,
    startsAt: after(now, 30 * DAY_MS),
    endsAt: inTenYears(now),
  },
];

/** Room for the quota beside what stays free: only well-stocked SKUs go into a sale. */
const MIN_FREE_UNITS = 20;

export interface FlashSources {
  readonly now: Date;
  readonly random: DemoRandom;
  readonly newId: IdMaker;
  readonly catalogue: Catalogue;
}

function candidates({ now, catalogue }: FlashSources): { product: DemoProduct; sku: DemoSku }[] {
  return catalogue.products.flatMap((product) => {
    // Older than the oldest sale, so that every sale could have been planned with it.
    const isOld = product.publishedAt !== null && product.publishedAt < before(now, 100 * DAY_MS);
    if (product.status !== "PUBLISHED" || !isOld) return [];
    const skus = need(catalogue.skusByProduct, product.id);
    const sku = skus.find(({ id }) => need(catalogue.freeUnits, id) >= MIN_FREE_UNITS);
    return sku ? [{ product, sku }] : [];
  });
}

/** The flash sales, oldest first; no SKU is in two of them. */
export function createFlashOffers(sources: FlashSources): FlashOffer[] {
  const { now, random, newId } = sources;
  const plans = plansAt(now);
  const itemCount = plans.reduce((count, plan) => count + plan.itemCount, 0);
  const chosen = random.sample(candidates(sources), itemCount);
  return plans.map(({ phase, name, itemCount: size, quota, startsAt, endsAt }) => {
    const createdAt =
      phase === "UPCOMING" ? before(now, DAY_MS) : before(startsAt, 2 * DAY_MS - HOUR_MS);
    return {
      phase,
      id: newId(createdAt),
      name,
      startsAt,
      endsAt,
      createdAt,
      items: chosen.splice(0, size).map(({ product, sku }) => ({
        id: newId(createdAt),
        skuId: sku.id,
        productId: product.id,
        flashPriceMinor: percentOfMinor(sku.priceMinor, random.integer(60, 75)),
        currency: "USD",
        quota,
        perUserLimit: 2,
      })),
    };
  });
}

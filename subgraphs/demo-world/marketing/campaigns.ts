import type { Catalogue } from "../catalogue/catalogue";
import { createIds } from "../core/ids";
import { createRandom } from "../core/random";
import { type CouponOffer, createCouponOffers } from "./couponTemplates";
import { type FlashOffer, createFlashOffers } from "./flashOffers";

/** What the shop offers, before anybody has taken it up. */
export interface Campaigns {
  readonly coupons: readonly CouponOffer[];
  readonly flashSales: readonly FlashOffer[];
}

/** Builds the offers that orders can use. */
export function createCampaigns(now: Date, seed: number, catalogue: Catalogue): Campaigns {
  const random = createRandom(seed, "campaigns");
  const newId = createIds(createRandom(seed, "campaign ids"));
  return {
    coupons: createCouponOffers(now, newId, catalogue),
    flashSales: createFlashOffers({ now, random, newId, catalogue }),
  };
}

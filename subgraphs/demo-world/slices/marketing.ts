import { groupBy } from "../core/groups";
import { createIds } from "../core/ids";
import { createRandom } from "../core/random";
import { createBanners } from "../marketing/banners";
import { countSold, createOpenTicket } from "../marketing/flashSales";
import { createPromotions } from "../marketing/promotions";
import { createRankings } from "../marketing/rankings";
import type {
  DemoBanner,
  DemoCoupon,
  DemoCouponTemplate,
  DemoFlashSale,
  DemoFlashTicket,
  DemoPromotion,
  DemoRanking,
} from "../types/marketing";
import type { DemoWorld } from "../world";

/** What the marketing subgraph inserts. */
export interface DemoMarketingSlice {
  readonly couponTemplates: readonly DemoCouponTemplate[];
  readonly coupons: readonly DemoCoupon[];
  readonly flashSales: readonly DemoFlashSale[];
  readonly flashTickets: readonly DemoFlashTicket[];
  readonly promotions: readonly DemoPromotion[];
  readonly banners: readonly DemoBanner[];
  readonly rankings: readonly DemoRanking[];
}

function couponTemplates(world: DemoWorld, coupons: readonly DemoCoupon[]): DemoCouponTemplate[] {
  const byTemplate = groupBy(coupons, (coupon) => coupon.templateId);
  return world.campaigns().coupons.map((offer) => {
    const claimed = byTemplate.get(offer.id) ?? [];
    const used = claimed.filter((coupon) => coupon.status === "USED");
    return { ...offer, claimed: claimed.length, used: used.length };
  });
}

export function demoMarketing(world: DemoWorld): DemoMarketingSlice {
  const { now, seed } = world;
  const [people, catalogue, campaigns, trade] = [
    world.people(),
    world.catalogue(),
    world.campaigns(),
    world.trade(),
  ];
  const newId = createIds(createRandom(seed, "marketing ids"));
  const coupons = world.coupons();
  const openTicket = createOpenTicket(now, seed, people, campaigns.flashSales);
  const flashTickets = [...trade.tickets, openTicket];
  const { ratings } = world.reviews();
  return {
    couponTemplates: couponTemplates(world, coupons),
    coupons,
    flashSales: countSold(campaigns.flashSales, flashTickets),
    flashTickets,
    promotions: createPromotions(now, newId, catalogue),
    banners: createBanners(now, newId),
    rankings: createRankings({ now, catalogue, orders: trade.orders, ratings }),
  };
}

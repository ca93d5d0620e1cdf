import { clock } from "@micro-shop/common/clock";
import type { MarketingContext } from "../context";
import { findOpenTemplates, type CouponTemplateRow } from "../model/couponTemplates";
import { findFlashSalesByPhase, type FlashSaleRow } from "../model/flashSales";
import { findBanners, findRanking, findTopOfRankings, type BannerRow } from "../model/shopWindow";
import type { BannerPlacement, FlashSalePhase, RankingKind } from "../types/enums";

/** Longer lists are nobody's shop window. */
const MAX_TEMPLATES = 100;
const MAX_FLASH_SALES = 50;
const MAX_BANNERS = 20;

/** What stands in for popular products, the best first: a young shop has sold nothing yet. */
const POPULAR: readonly RankingKind[] = ["HOT", "BEST_RATED", "NEWEST"];

/** The coupons that may be claimed now, those of which some are left first. */
export function openTemplates({
  database,
}: MarketingContext): Promise<readonly CouponTemplateRow[]> {
  return findOpenTemplates(database.drizzle, clock.now(), MAX_TEMPLATES);
}

/** The flash sales of a phase: the next to end, the next to start, or the last that ended first. */
export function flashSalesIn(
  { database }: MarketingContext,
  phase: FlashSalePhase,
): Promise<readonly FlashSaleRow[]> {
  const at = { now: clock.now(), limit: MAX_FLASH_SALES };
  return findFlashSalesByPhase(database.drizzle, phase, at);
}

/** The banners to be shown at a place now, in order. */
export function bannersAt(
  { database }: MarketingContext,
  placement: BannerPlacement,
): Promise<readonly BannerRow[]> {
  return findBanners(database.drizzle, placement, { now: clock.now(), limit: MAX_BANNERS });
}

/** Ids of at most `first` products of a ranking, the best first. */
export function rankedProducts(
  { database }: MarketingContext,
  { kind, first }: { readonly kind: RankingKind; readonly first: number },
): Promise<readonly string[]> {
  return findRanking(database.drizzle, kind, first);
}

/** Ids of at most `first` popular products, each once. */
export async function recommendedProducts(
  { database }: MarketingContext,
  first: number,
): Promise<readonly string[]> {
  const ids = await findTopOfRankings(database.drizzle, POPULAR, first);
  return [...new Set(ids)].slice(0, first);
}

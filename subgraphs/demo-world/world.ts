import { type Catalogue, createCatalogue } from "./catalogue/catalogue";
import { lazy } from "./core/lazy";
import { type Campaigns, createCampaigns } from "./marketing/campaigns";
import { type Trade, createTrade } from "./orders/trade";
import { createCoupons } from "./marketing/coupons";
import type { DemoCoupon } from "./types/marketing";
import { type Payments, createPayments } from "./payments/payments";
import { type People, createPeople } from "./people/people";
import { type Reviews, createReviews } from "./reviews/reviews";
import { type Stock, createStock } from "./stock/stock";

/** The default of `createDemoWorld`: every mall has the same demo. */
export const DEMO_SEED = 20_260_101;

/** One demo world. Its rooms are computed when they are first asked for; the slices read them. */
export interface DemoWorld {
  readonly now: Date;
  readonly seed: number;
  readonly people: () => People;
  readonly catalogue: () => Catalogue;
  readonly campaigns: () => Campaigns;
  readonly trade: () => Trade;
  readonly coupons: () => readonly DemoCoupon[];
  readonly stock: () => Stock;
  readonly payments: () => Payments;
  readonly reviews: () => Reviews;
}

/**
 * The demo data as a pure function: the same instant and seed give the same world in every process.
 * All five seed jobs must pass the same `now`; everything but open windows lies before it.
 * Throws a RangeError when `now` is not a valid date.
 */
export function createDemoWorld(now: Date, seed: number = DEMO_SEED): DemoWorld {
  if (Number.isNaN(now.getTime())) throw new RangeError("The demo world needs a valid date.");
  const people = lazy(() => createPeople(now, seed));
  const catalogue = lazy(() => createCatalogue(now, seed));
  const campaigns = lazy(() => createCampaigns(now, seed, catalogue()));
  const trade = lazy(() =>
    createTrade({
      now,
      seed,
      people: people(),
      catalogue: catalogue(),
      campaigns: campaigns(),
    }),
  );
  // Computed once: it goes on counting in the coupon book of the trade.
  const coupons = lazy(() =>
    createCoupons({ now, seed, people: people(), campaigns: campaigns(), trade: trade() }),
  );
  const stock = lazy(() =>
    createStock({
      seed,
      catalogue: catalogue(),
      campaigns: campaigns(),
      orders: trade().orders,
      tickets: trade().tickets,
    }),
  );
  const payments = lazy(() => createPayments(seed, people(), trade()));
  const reviews = lazy(() =>
    createReviews({
      now,
      seed,
      people: people(),
      catalogue: catalogue(),
      orders: trade().orders,
    }),
  );
  return { now, seed, people, catalogue, campaigns, trade, coupons, stock, payments, reviews };
}

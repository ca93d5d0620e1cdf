import { type DemoRandom, createRandom } from "../core/random";
import { DAY_MS, HOUR_MS, after, before } from "../core/time";
import type { Trade } from "../orders/trade";
import type { People } from "../people/people";
import type { DemoUser } from "../types/people";
import type { DemoCoupon } from "../types/marketing";
import type { Campaigns } from "./campaigns";
import type { CouponBook } from "./couponBook";
import type { CouponOffer } from "./couponTemplates";

interface IdleClaims {
  readonly code: string;
  /** Buyers from..to (exclusive) of the list, as far as the limits let them. */
  readonly from: number;
  readonly to: number;
  readonly daysAgo: readonly [min: number, max: number];
}

/** Coupons that were claimed and never used. */
const idleClaims: readonly IdleClaims[] = [
  { code: "FIVEOFF30", from: 0, to: 20, daysAgo: [3, 100] },
  { code: "KITCHEN20", from: 0, to: 2, daysAgo: [5, 30] },
  { code: "BOOKS15", from: 4, to: 16, daysAgo: [3, 60] },
  // More takers than coupons: sold out. The two demo customers came too late.
  { code: "EARLYBIRD", from: 2, to: 40, daysAgo: [0, 0] },
  { code: "SUMMER20", from: 0, to: 15, daysAgo: [50, 160] },
  { code: "THANKYOU3", from: 0, to: 10, daysAgo: [40, 90] },
];

export interface CouponSources {
  readonly now: Date;
  readonly seed: number;
  readonly people: People;
  readonly campaigns: Campaigns;
  readonly trade: Trade;
}

/** An UNUSED coupon of some days ago, or null when a limit stands against it. */
function claimIdle(
  { daysAgo }: IdleClaims,
  buyer: DemoUser,
  offer: CouponOffer,
  context: { readonly now: Date; readonly random: DemoRandom; readonly couponBook: CouponBook },
): DemoCoupon | null {
  const { now, random, couponBook } = context;
  const at = before(
    now,
    random.integer(...daysAgo) * DAY_MS + random.integer(HOUR_MS, 20 * HOUR_MS),
  );
  const isClaimable = couponBook.claimable(buyer.id, after(at, 2 * HOUR_MS)).includes(offer);
  return isClaimable ? couponBook.claim(offer, buyer.id, at) : null;
}

/** All wallet coupons: those of the orders and those that lie idle, UNUSED or EXPIRED by their date. */
export function createCoupons({
  now,
  seed,
  people,
  campaigns,
  trade,
}: CouponSources): DemoCoupon[] {
  const context = { now, random: createRandom(seed, "idle coupons"), couponBook: trade.couponBook };
  const idle = idleClaims.flatMap((claims) => {
    const offer = campaigns.coupons.find((candidate) => candidate.code === claims.code);
    if (!offer) throw new Error(`The demo has no coupon ${claims.code}.`);
    return people.buyers.slice(claims.from, claims.to).flatMap((buyer): DemoCoupon[] => {
      const coupon = claimIdle(claims, buyer, offer, context);
      if (!coupon) return [];
      return [{ ...coupon, status: coupon.expiresAt > now ? "UNUSED" : "EXPIRED" }];
    });
  });
  return [...trade.coupons, ...idle];
}

import { createRandom } from "../core/random";
import { DAY_MS, HOUR_MS, before } from "../core/time";
import type { Trade } from "../orders/trade";
import type { People } from "../people/people";
import type { DemoCoupon } from "../types/marketing";
import type { Campaigns } from "./campaigns";

/** Claimed but never used: by template, which buyers, how many days ago. */
const idleClaims: readonly {
  readonly code: string;
  readonly from: number;
  readonly count: number;
  readonly daysAgo: readonly [min: number, max: number];
}[] = [
  { code: "FIVEOFF30", from: 0, count: 20, daysAgo: [3, 100] },
  { code: "KITCHEN20", from: 0, count: 2, daysAgo: [5, 30] },
  { code: "BOOKS15", from: 4, count: 12, daysAgo: [3, 60] },
  // The two demo customers stay out of it: what is sold out is sold out for them.
  { code: "EARLYBIRD", from: 2, count: 25, daysAgo: [0, 0] },
  { code: "SUMMER20", from: 0, count: 15, daysAgo: [50, 160] },
  { code: "THANKYOU3", from: 0, count: 10, daysAgo: [40, 90] },
];

/** All wallet coupons: those of the orders and those that lie idle, UNUSED or EXPIRED by their date. */
export function createCoupons(
  now: Date,
  seed: number,
  people: People,
  campaigns: Campaigns,
  trade: Trade,
): DemoCoupon[] {
  const random = createRandom(seed, "idle coupons");
  const idle = idleClaims.flatMap(({ code, from, count, daysAgo }) => {
    const offer = campaigns.coupons.find((candidate) => candidate.code === code);
    if (!offer) throw new Error(`The demo has no coupon ${code}.`);
    const buyers = people.buyers.slice(from, from + count);
    return buyers.flatMap((buyer): DemoCoupon[] => {
      const days = random.integer(...daysAgo) * DAY_MS;
      const at = before(now, days + random.integer(HOUR_MS, 20 * HOUR_MS));
      const isClaimable =
        trade.couponBook.claimable(buyer.id, now).includes(offer) || offer.endsAt <= now;
      if (!isClaimable) return [];
      const coupon = trade.couponBook.claim(offer, buyer.id, at);
      return [{ ...coupon, status: coupon.expiresAt > now ? "UNUSED" : "EXPIRED" }];
    });
  });
  return [...trade.coupons, ...idle];
}

import type { IdMaker } from "../core/ids";
import type { DemoRandom } from "../core/random";
import { DAY_MS, HOUR_MS, after, before } from "../core/time";
import type { DemoCoupon } from "../types/marketing";
import type { CouponOffer } from "./couponTemplates";

/** Hands out coupons and keeps the two limits of their templates. */
export interface CouponBook {
  /** The offers that a user may still claim at that time. */
  readonly claimable: (userId: string, at: Date) => CouponOffer[];
  /** An UNUSED coupon; throws when a limit is reached. */
  readonly claim: (offer: CouponOffer, userId: string, at: Date) => DemoCoupon;
}

/** An hour or more before an order, so that the claim lies in the template's window. */
export const claimTime = (offer: CouponOffer, orderedAt: Date, random: DemoRandom): Date => {
  const earliest = Math.max(offer.startsAt.getTime(), before(orderedAt, 5 * DAY_MS).getTime());
  return new Date(random.integer(earliest, before(orderedAt, HOUR_MS).getTime()));
};

function expiryOf(offer: CouponOffer, claimedAt: Date): Date {
  if (offer.validDays === null) return offer.endsAt;
  const ownEnd = after(claimedAt, offer.validDays * DAY_MS);
  return ownEnd < offer.endsAt ? ownEnd : offer.endsAt;
}

export function createCouponBook(offers: readonly CouponOffer[], newId: IdMaker): CouponBook {
  const claims = new Map<string, number>();
  const countOf = (key: string): number => claims.get(key) ?? 0;
  const userKey = (offer: CouponOffer, userId: string): string => `${offer.id}/${userId}`;
  const canClaim = (offer: CouponOffer, userId: string): boolean =>
    countOf(offer.id) < offer.quantity && countOf(userKey(offer, userId)) < offer.perUserLimit;

  return {
    claimable: (userId, at) =>
      offers.filter(
        (offer) =>
          offer.startsAt < before(at, HOUR_MS) && offer.endsAt > at && canClaim(offer, userId),
      ),
    claim(offer, userId, at) {
      if (!canClaim(offer, userId)) throw new Error(`No ${offer.code} is left for ${userId}.`);
      for (const key of [offer.id, userKey(offer, userId)]) claims.set(key, countOf(key) + 1);
      return {
        id: newId(at),
        templateId: offer.id,
        userId,
        status: "UNUSED",
        orderId: null,
        claimedAt: at,
        expiresAt: expiryOf(offer, at),
        heldAt: null,
        usedAt: null,
      };
    },
  };
}

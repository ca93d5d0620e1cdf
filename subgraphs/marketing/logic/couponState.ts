import type { CouponRow, CouponWithTemplate } from "../model/coupons";
import type { CouponRefusal, CouponStatus } from "../types/enums";

/** The status as people see it: an UNUSED coupon whose time is over is EXPIRED. A HELD one stays with its order. */
export function shownStatus(
  coupon: Pick<CouponRow, "status" | "expiresAt">,
  now: Date,
): CouponStatus {
  return coupon.status === "UNUSED" && coupon.expiresAt <= now ? "EXPIRED" : coupon.status;
}

/** Who wants to use a coupon, and for what. */
export interface CouponUser {
  /** Null: a guest, who has no coupons. */
  readonly userId: string | null;
  /** Null for a quote. */
  readonly orderId: string | null;
}

/** Why the coupon may not be used whatever is in the order; null when it may. Somebody else's is NOT_FOUND. */
export function refusalOf(
  found: CouponWithTemplate | null,
  { userId, orderId }: CouponUser,
  now: Date,
): CouponRefusal | null {
  if (!found || userId === null || found.coupon.userId !== userId) return "NOT_FOUND";
  const { coupon, template } = found;
  const isOwn = orderId !== null && coupon.orderId === orderId;
  switch (shownStatus(coupon, now)) {
    case "USED":
      return "USED";
    case "HELD":
      return isOwn ? null : "IN_USE";
    case "EXPIRED":
      return "EXPIRED";
    case "UNUSED":
      return template.startsAt > now ? "NOT_STARTED" : null;
  }
}

/** When a coupon claimed now ends: after the template's days, but never later than the template. */
export function expiryOf(
  template: { readonly endsAt: Date; readonly validDays: number | null },
  claimedAt: Date,
): Date {
  if (template.validDays === null) return template.endsAt;
  const ownEnd = new Date(claimedAt.getTime() + template.validDays * DAY_MS);
  return ownEnd < template.endsAt ? ownEnd : template.endsAt;
}

const DAY_MS = 24 * 60 * 60 * 1000;

import { registerEnumType } from "type-graphql";

export const CouponStatus = {
  UNUSED: "UNUSED",
  HELD: "HELD",
  USED: "USED",
  EXPIRED: "EXPIRED",
} as const;
export type CouponStatus = keyof typeof CouponStatus;

registerEnumType(CouponStatus, {
  name: "CouponStatus",
  description: "What became of a claimed coupon.",
  valuesConfig: {
    UNUSED: { description: "May be used." },
    HELD: { description: "Belongs to an order that is not paid yet." },
    USED: { description: "Belongs to an order that was paid." },
    EXPIRED: { description: "Was not used in time." },
  },
});

export const CouponKind = { PERCENT: "PERCENT", FIXED: "FIXED" } as const;
export type CouponKind = keyof typeof CouponKind;

registerEnumType(CouponKind, {
  name: "CouponKind",
  description: "How a coupon counts its discount.",
  valuesConfig: {
    PERCENT: { description: "A percentage of what it applies to." },
    FIXED: { description: "An amount off what it applies to." },
  },
});

export const PromotionKind = {
  PERCENT: "PERCENT",
  FIXED: "FIXED",
  THRESHOLD: "THRESHOLD",
  BUY_X_GET_Y: "BUY_X_GET_Y",
  FREE_SHIPPING: "FREE_SHIPPING",
} as const;
export type PromotionKind = keyof typeof PromotionKind;

registerEnumType(PromotionKind, {
  name: "PromotionKind",
  description: "What a promotion gives.",
  valuesConfig: {
    PERCENT: { description: "A percentage off each unit." },
    FIXED: { description: "An amount off each unit." },
    THRESHOLD: { description: "An amount off an order above a least spend." },
    BUY_X_GET_Y: { description: "Units free with others bought." },
    FREE_SHIPPING: {
      description:
        "Free shipping from a least spend after discounts, by the methods that can be free; beside any other promotion.",
    },
  },
});

export const FlashSalePhase = {
  RUNNING: "RUNNING",
  UPCOMING: "UPCOMING",
  ENDED: "ENDED",
} as const;
export type FlashSalePhase = keyof typeof FlashSalePhase;

registerEnumType(FlashSalePhase, {
  name: "FlashSalePhase",
  description: "Where a flash sale stands now.",
  valuesConfig: {
    RUNNING: { description: "Has started and not ended." },
    UPCOMING: { description: "Has not started." },
    ENDED: { description: "Is over." },
  },
});

export const BannerPlacement = { HOME: "HOME" } as const;
export type BannerPlacement = keyof typeof BannerPlacement;

registerEnumType(BannerPlacement, {
  name: "BannerPlacement",
  description: "Where a banner is shown.",
  valuesConfig: { HOME: { description: "On the home page." } },
});

export const RankingKind = { NEWEST: "NEWEST", BEST_RATED: "BEST_RATED", HOT: "HOT" } as const;
export type RankingKind = keyof typeof RankingKind;

registerEnumType(RankingKind, {
  name: "RankingKind",
  description: "By what products are ranked.",
  valuesConfig: {
    NEWEST: { description: "The latest first." },
    BEST_RATED: { description: "The best reviewed first." },
    HOT: { description: "The most sold of late first." },
  },
});

/** Why an order gets no discount by the coupon it names. */
export const CouponRefusal = {
  NOT_FOUND: "NOT_FOUND",
  NOT_STARTED: "NOT_STARTED",
  EXPIRED: "EXPIRED",
  IN_USE: "IN_USE",
  USED: "USED",
  MIN_SPEND: "MIN_SPEND",
  NO_MATCHING_PRODUCT: "NO_MATCHING_PRODUCT",
} as const;
export type CouponRefusal = keyof typeof CouponRefusal;

registerEnumType(CouponRefusal, {
  name: "CouponRefusal",
  description: "Why an order gets no discount by the coupon it names.",
  valuesConfig: {
    NOT_FOUND: { description: "The buyer has no such coupon." },
    NOT_STARTED: { description: "Its time has not begun." },
    EXPIRED: { description: "Its time is over." },
    IN_USE: { description: "Another order holds it." },
    USED: { description: "Another order has used it up." },
    MIN_SPEND: { description: "What it applies to costs less than its least spend." },
    NO_MATCHING_PRODUCT: { description: "It applies to nothing in the order." },
  },
});

export interface DemoCouponTemplate {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: "PERCENT" | "FIXED";
  /** Whole percent, or minor units. */
  readonly value: number;
  readonly minSpendMinor: number;
  readonly currency: "USD";
  /** How many may be claimed in all. */
  readonly quantity: number;
  /** How many coupons of it exist; never above the quantity. */
  readonly claimed: number;
  /** How many of them are USED. */
  readonly used: number;
  readonly perUserLimit: number;
  /** Empty = everything. A top category is listed with its children. */
  readonly categoryIds: readonly string[];
  readonly productIds: readonly string[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Days a claimed coupon lasts; null = until endsAt. */
  readonly validDays: number | null;
  readonly createdAt: Date;
}

export interface DemoCoupon {
  readonly id: string;
  readonly templateId: string;
  readonly userId: string;
  readonly status: "UNUSED" | "HELD" | "USED" | "EXPIRED";
  /** The one live order of a HELD or USED coupon. */
  readonly orderId: string | null;
  readonly claimedAt: Date;
  readonly expiresAt: Date;
  readonly heldAt: Date | null;
  readonly usedAt: Date | null;
}

export interface DemoFlashSaleItem {
  readonly id: string;
  readonly skuId: string;
  readonly productId: string;
  /** Below the SKU's price. */
  readonly flashPriceMinor: number;
  readonly currency: "USD";
  readonly quota: number;
  /** Units of tickets that are not RETURNED; never above the quota. */
  readonly sold: number;
  readonly perUserLimit: number;
}

export interface DemoFlashSale {
  readonly id: string;
  readonly name: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly createdAt: Date;
  readonly items: readonly DemoFlashSaleItem[];
}

export interface DemoFlashTicket {
  readonly id: string;
  readonly itemId: string;
  readonly userId: string;
  readonly quantity: number;
  readonly idempotencyKey: string;
  readonly status: "ADMITTED" | "ORDERED" | "PAID" | "RETURNED";
  /** Null while ADMITTED, and for a ticket that was returned unordered. */
  readonly orderId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface DemoPromotion {
  readonly id: string;
  readonly name: string;
  readonly kind: "PERCENT" | "FIXED" | "THRESHOLD" | "BUY_X_GET_Y" | "FREE_SHIPPING";
  /** The higher one goes first. */
  readonly priority: number;
  readonly stackable: boolean;
  readonly rule: {
    readonly percent?: number;
    readonly fixedMinor?: number;
    readonly minSpendMinor?: number;
    readonly buy?: number;
    readonly free?: number;
  };
  readonly currency: "USD";
  readonly categoryIds: readonly string[];
  readonly productIds: readonly string[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly createdAt: Date;
}

export interface DemoBanner {
  readonly id: string;
  readonly placement: "HOME";
  readonly title: string;
  readonly imageUrl: string;
  readonly linkUrl: string;
  readonly position: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly createdAt: Date;
}

/** Positions of a kind run from 1; only published products. */
export interface DemoRanking {
  readonly kind: "NEWEST" | "BEST_RATED" | "HOT";
  readonly position: number;
  readonly productId: string;
  readonly score: number;
}

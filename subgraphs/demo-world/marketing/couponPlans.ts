/** A coupon template as data; days are relative to the start of the demo, null = the far future. */
export interface CouponPlan {
  readonly code: string;
  readonly name: string;
  readonly kind: "PERCENT" | "FIXED";
  readonly value: number;
  readonly minSpendMinor: number;
  readonly quantity: number;
  readonly perUserLimit: number;
  /** Slug of the top category it is for; null = everything. */
  readonly categorySlug: string | null;
  readonly startsDaysAgo: number;
  readonly endsDaysAgo: number | null;
  readonly validDays: number | null;
}

const open = {
  categorySlug: null,
  startsDaysAgo: 365,
  endsDaysAgo: null,
  validDays: null,
} as const;

export const couponPlans: readonly CouponPlan[] = [
  {
    ...open,
    code: "WELCOME10",
    name: "10% off your first order",
    kind: "PERCENT",
    value: 10,
    minSpendMinor: 0,
    quantity: 100_000,
    perUserLimit: 1,
  },
  {
    ...open,
    code: "FIVEOFF30",
    name: "$5 off orders over $30",
    kind: "FIXED",
    value: 500,
    minSpendMinor: 3_000,
    quantity: 50_000,
    perUserLimit: 3,
  },
  {
    ...open,
    code: "BOOKS15",
    name: "15% off books",
    kind: "PERCENT",
    value: 15,
    minSpendMinor: 0,
    quantity: 20_000,
    perUserLimit: 2,
    categorySlug: "books",
  },
  {
    ...open,
    code: "KITCHEN20",
    name: "$20 off kitchen orders over $120",
    kind: "FIXED",
    value: 2_000,
    minSpendMinor: 12_000,
    quantity: 5_000,
    perUserLimit: 1,
    categorySlug: "kitchen",
  },
  {
    ...open,
    code: "FRESH15",
    name: "15% off orders over $60",
    kind: "PERCENT",
    value: 15,
    minSpendMinor: 6_000,
    quantity: 10_000,
    perUserLimit: 1,
    startsDaysAgo: 1,
  },
  {
    ...open,
    code: "EARLYBIRD",
    name: "$10 off for the first 25",
    kind: "FIXED",
    value: 1_000,
    minSpendMinor: 2_000,
    quantity: 25,
    perUserLimit: 1,
    startsDaysAgo: 1,
  },
  {
    ...open,
    code: "THANKYOU3",
    name: "$3 thank-you, good for 30 days",
    kind: "FIXED",
    value: 300,
    minSpendMinor: 1_500,
    quantity: 10_000,
    perUserLimit: 1,
    validDays: 30,
  },
  {
    ...open,
    code: "SUMMER20",
    name: "20% off summer sale",
    kind: "PERCENT",
    value: 20,
    minSpendMinor: 5_000,
    quantity: 2_000,
    perUserLimit: 2,
    startsDaysAgo: 170,
    endsDaysAgo: 40,
  },
];

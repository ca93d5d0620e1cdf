import type { Catalogue } from "../catalogue/catalogue";
import type { IdMaker } from "../core/ids";
import { DAY_MS, HOUR_MS, after, before, inTenYears } from "../core/time";
import type { DemoPromotion } from "../types/marketing";
import { categoryFamily } from "./couponTemplates";

interface PromotionPlan {
  readonly name: string;
  readonly kind: DemoPromotion["kind"];
  readonly priority: number;
  readonly stackable: boolean;
  readonly rule: DemoPromotion["rule"];
  readonly categorySlug: string | null;
  readonly phase: "RUNNING" | "UPCOMING" | "ENDED";
}

const promotionPlans: readonly PromotionPlan[] = [
  {
    name: "Paper weeks: 10% off office",
    kind: "PERCENT",
    priority: 20,
    stackable: true,
    rule: { percent: 10 },
    categorySlug: "office",
    phase: "RUNNING",
  },
  {
    name: "$15 off when you spend $150",
    kind: "THRESHOLD",
    priority: 10,
    stackable: true,
    rule: { minSpendMinor: 15_000, fixedMinor: 1_500 },
    categorySlug: null,
    phase: "RUNNING",
  },
  {
    name: "Buy two, get one free: grocery",
    kind: "BUY_X_GET_Y",
    priority: 30,
    stackable: false,
    rule: { buy: 2, free: 1 },
    categorySlug: "grocery",
    phase: "RUNNING",
  },
  {
    name: "Free shipping over $75",
    kind: "FREE_SHIPPING",
    priority: 0,
    stackable: true,
    rule: { minSpendMinor: 7_500 },
    categorySlug: null,
    phase: "RUNNING",
  },
  {
    name: "$5 off every toy",
    kind: "FIXED",
    priority: 20,
    stackable: true,
    rule: { fixedMinor: 500 },
    categorySlug: "toys-games",
    phase: "UPCOMING",
  },
  {
    name: "Spring clearance: 25% off apparel",
    kind: "PERCENT",
    priority: 20,
    stackable: false,
    rule: { percent: 25 },
    categorySlug: "apparel",
    phase: "ENDED",
  },
];

// The running ones begin after the newest order, so that no order was priced without one it should have had.
function windowOf(
  phase: PromotionPlan["phase"],
  now: Date,
): readonly [startsAt: Date, endsAt: Date] {
  if (phase === "RUNNING") return [before(now, HOUR_MS), inTenYears(now)];
  return phase === "UPCOMING"
    ? [after(now, 30 * DAY_MS), inTenYears(now)]
    : [before(now, 330 * DAY_MS), before(now, 300 * DAY_MS)];
}

/** Promotions of every kind: four running, one upcoming, one ended. */
export function createPromotions(now: Date, newId: IdMaker, catalogue: Catalogue): DemoPromotion[] {
  return promotionPlans.map(({ categorySlug, phase, ...plan }) => {
    const [startsAt, endsAt] = windowOf(phase, now);
    const createdAt = before(phase === "UPCOMING" ? now : startsAt, DAY_MS);
    return {
      id: newId(createdAt),
      ...plan,
      currency: "USD",
      categoryIds: categorySlug === null ? [] : categoryFamily(catalogue, categorySlug),
      productIds: [],
      startsAt,
      endsAt,
      createdAt,
    };
  });
}

import type { DemoRandom } from "../core/random";
import { HOUR_MS, before } from "../core/time";
import type { DemoUser } from "../types/people";
import { type OrderOutcome, outcomeRules } from "./outcomes";

/** Any coupon that fits the basket and that the buyer may still claim, or none. */
export const ANY_COUPON = "*";

/** One order to come: who, when, and how it ends. */
export interface OrderPlan {
  readonly buyer: DemoUser;
  readonly outcome: OrderOutcome;
  readonly placedAt: Date;
  readonly lineCount: number;
  /** The code of a coupon that must be used, ANY_COUPON, or none. */
  readonly coupon: string | null;
  /** Bought from the item with this index of the running or the ended flash sale. */
  readonly flash: { readonly phase: "RUNNING" | "ENDED"; readonly index: number } | null;
}

/** How many orders of each kind the other customers have. */
const ofOthers: readonly (readonly [OrderOutcome, number])[] = [
  ["REJECTED", 8],
  ["AWAITING_PAYMENT", 5],
  ["AWAITING_AFTER_DECLINE", 2],
  ["PAID", 22],
  ["CANCELLATION_REQUESTED", 3],
  ["PARTIALLY_SHIPPED", 6],
  ["SHIPPED", 18],
  ["DELIVERED", 30],
  ["COMPLETED", 400],
  ["COMPLETED_IN_TWO_PARCELS", 50],
  ["PARTIALLY_REFUNDED", 8],
  ["REFUND_REQUESTED", 2],
  ["REFUND_REJECTED", 2],
  ["CANCELLED_UNPAID", 15],
  ["CANCELLED_REFUNDED", 10],
  ["EXPIRED", 20],
];

/** What each of the two demo customers has, with the coupon that was used. */
const ofDemoCustomers: readonly (readonly [OrderOutcome, OrderPlan["coupon"]])[] = [
  ["REJECTED", null],
  ["AWAITING_PAYMENT", "FIVEOFF30"],
  ["AWAITING_AFTER_DECLINE", null],
  ["PAID", null],
  ["CANCELLATION_REQUESTED", null],
  ["PARTIALLY_SHIPPED", null],
  ["SHIPPED", null],
  ["DELIVERED", null],
  ["COMPLETED", "WELCOME10"],
  ["COMPLETED", "BOOKS15"],
  ["COMPLETED", null],
  ["COMPLETED_IN_TWO_PARCELS", null],
  ["PARTIALLY_REFUNDED", null],
  ["CANCELLED_UNPAID", "FIVEOFF30"],
  ["CANCELLED_REFUNDED", null],
  ["EXPIRED", null],
];

interface FlashGroup {
  readonly phase: "RUNNING" | "ENDED";
  readonly outcome: OrderOutcome;
  readonly count: number;
  /** Inside the window of the sale. */
  readonly ageHours: readonly [min: number, max: number];
}

const flashGroups: readonly FlashGroup[] = [
  { phase: "RUNNING", outcome: "PAID", count: 24, ageHours: [2, 30] },
  { phase: "RUNNING", outcome: "SHIPPED", count: 12, ageHours: [36, 68] },
  { phase: "RUNNING", outcome: "AWAITING_PAYMENT", count: 2, ageHours: [2, 20] },
  { phase: "RUNNING", outcome: "EXPIRED", count: 3, ageHours: [24, 60] },
  { phase: "ENDED", outcome: "COMPLETED", count: 30, ageHours: [57 * 24 + 2, 60 * 24 - 2] },
];

/** Every order of the demo, oldest first. */
export function createOrderPlans(
  now: Date,
  random: DemoRandom,
  buyers: readonly DemoUser[],
): OrderPlan[] {
  const placedAt = ([min, max]: readonly [number, number]): Date =>
    before(now, random.integer(min * HOUR_MS, max * HOUR_MS));
  const plan = (
    buyer: DemoUser,
    outcome: OrderOutcome,
    coupon: OrderPlan["coupon"],
  ): OrderPlan => ({
    buyer,
    outcome,
    placedAt: placedAt(outcomeRules[outcome].ageHours),
    lineCount: random.integer(2, 4),
    coupon,
    flash: null,
  });

  const others = buyers.slice(2);
  const plans = buyers
    .slice(0, 2)
    .flatMap((buyer) => ofDemoCustomers.map(([outcome, coupon]) => plan(buyer, outcome, coupon)));
  for (const [outcome, count] of ofOthers) {
    for (let made = 0; made < count; made += 1) {
      plans.push(plan(random.pick(others), outcome, random.chance(0.2) ? ANY_COUPON : null));
    }
  }
  // Every flash order has a buyer of its own, so nobody can pass the limit of an item.
  const queues = { RUNNING: random.sample(others, 41), ENDED: random.sample(others, 30) };
  for (const { phase, outcome, count, ageHours } of flashGroups) {
    queues[phase].splice(0, count).forEach((buyer, index) => {
      plans.push({
        ...plan(buyer, outcome, null),
        placedAt: placedAt(ageHours),
        lineCount: 1,
        flash: { phase, index },
      });
    });
  }
  return plans.toSorted((left, right) => left.placedAt.getTime() - right.placedAt.getTime());
}

import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/time";
import type { DemoOrderEvent, DemoOrderStatus } from "../types/orders";

/** How the story of an order goes; several end in the same status. */
export type OrderOutcome =
  | "REJECTED"
  | "AWAITING_PAYMENT"
  | "AWAITING_AFTER_DECLINE"
  | "PAID"
  | "CANCELLATION_REQUESTED"
  | "PARTIALLY_SHIPPED"
  | "SHIPPED"
  | "DELIVERED"
  | "COMPLETED"
  | "COMPLETED_IN_TWO_PARCELS"
  | "PARTIALLY_REFUNDED"
  | "REFUND_REQUESTED"
  | "REFUND_REJECTED"
  | "CANCELLED_UNPAID"
  | "CANCELLED_REFUNDED"
  | "EXPIRED";

export interface OutcomeRule {
  readonly status: DemoOrderStatus;
  /** The published changes in order; PENDING and REJECTED are never published. */
  readonly path: readonly DemoOrderStatus[];
  /** How long ago such an order was placed, in hours; old enough for its whole path. */
  readonly ageHours: readonly [min: number, max: number];
}

const paid = ["PENDING_PAYMENT", "PAID"] as const;
const delivered = [...paid, "SHIPPED", "DELIVERED"] as const;
const completed = [...delivered, "COMPLETED"] as const;
/** Two weeks and more: the slowest path takes twelve and a half days. */
const longAgo = [14 * 24, 190 * 24] as const;

export const outcomeRules: Readonly<Record<OrderOutcome, OutcomeRule>> = {
  REJECTED: { status: "REJECTED", path: [], ageHours: [2, 400] },
  AWAITING_PAYMENT: { status: "PENDING_PAYMENT", path: ["PENDING_PAYMENT"], ageHours: [2, 20] },
  AWAITING_AFTER_DECLINE: {
    status: "PENDING_PAYMENT",
    path: ["PENDING_PAYMENT"],
    ageHours: [2, 20],
  },
  PAID: { status: "PAID", path: paid, ageHours: [2, 30] },
  CANCELLATION_REQUESTED: { status: "PAID", path: paid, ageHours: [6, 30] },
  PARTIALLY_SHIPPED: {
    status: "PARTIALLY_SHIPPED",
    path: [...paid, "PARTIALLY_SHIPPED"],
    ageHours: [36, 70],
  },
  SHIPPED: { status: "SHIPPED", path: [...paid, "SHIPPED"], ageHours: [36, 110] },
  DELIVERED: { status: "DELIVERED", path: delivered, ageHours: [160, 300] },
  COMPLETED: { status: "COMPLETED", path: completed, ageHours: longAgo },
  COMPLETED_IN_TWO_PARCELS: {
    status: "COMPLETED",
    path: [...paid, "PARTIALLY_SHIPPED", "SHIPPED", "DELIVERED", "COMPLETED"],
    ageHours: longAgo,
  },
  PARTIALLY_REFUNDED: { status: "COMPLETED", path: completed, ageHours: longAgo },
  REFUND_REQUESTED: { status: "COMPLETED", path: completed, ageHours: [14 * 24, 20 * 24] },
  REFUND_REJECTED: { status: "COMPLETED", path: completed, ageHours: longAgo },
  CANCELLED_UNPAID: {
    status: "CANCELLED",
    path: ["PENDING_PAYMENT", "CANCELLED"],
    ageHours: [24, 170 * 24],
  },
  CANCELLED_REFUNDED: {
    status: "CANCELLED",
    path: [...paid, "CANCELLED"],
    ageHours: [48, 170 * 24],
  },
  EXPIRED: { status: "EXPIRED", path: ["PENDING_PAYMENT", "EXPIRED"], ageHours: [24, 170 * 24] },
};

/** How long after the change before it a change happens, in milliseconds. */
export const changeDelays: Readonly<Record<DemoOrderStatus, readonly [min: number, max: number]>> =
  {
    REJECTED: [0, 0],
    PENDING_PAYMENT: [120, SECOND_MS],
    PAID: [MINUTE_MS, 25 * MINUTE_MS],
    PARTIALLY_SHIPPED: [8 * HOUR_MS, 30 * HOUR_MS],
    SHIPPED: [8 * HOUR_MS, 30 * HOUR_MS],
    DELIVERED: [24 * HOUR_MS, 96 * HOUR_MS],
    COMPLETED: [12 * HOUR_MS, 120 * HOUR_MS],
    CANCELLED: [5 * MINUTE_MS, 25 * MINUTE_MS],
    EXPIRED: [31 * MINUTE_MS, 32 * MINUTE_MS],
  };

/** A buyer of a paid order asks within an hour; staff take longer to answer, in milliseconds. */
export const staffDecisionDelay: readonly [min: number, max: number] = [2 * HOUR_MS, 20 * HOUR_MS];

/** Who makes a change happen. */
export const changeActors: Readonly<Record<DemoOrderStatus, DemoOrderEvent["actor"]>> = {
  REJECTED: "SYSTEM",
  PENDING_PAYMENT: "CUSTOMER",
  PAID: "SYSTEM",
  PARTIALLY_SHIPPED: "STAFF",
  SHIPPED: "STAFF",
  DELIVERED: "STAFF",
  COMPLETED: "CUSTOMER",
  CANCELLED: "CUSTOMER",
  EXPIRED: "SYSTEM",
};

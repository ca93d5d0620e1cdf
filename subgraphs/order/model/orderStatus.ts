export const orderStatuses = [
  "PENDING",
  "REJECTED",
  "PENDING_PAYMENT",
  "PAID",
  "PARTIALLY_SHIPPED",
  "SHIPPED",
  "DELIVERED",
  "COMPLETED",
  "CANCELLED",
  "EXPIRED",
] as const;

export type OrderStatus = (typeof orderStatuses)[number];

export const paymentStatuses = ["UNPAID", "PAID", "PARTIALLY_REFUNDED", "REFUNDED"] as const;

export type PaymentStatus = (typeof paymentStatuses)[number];

export const fulfillmentStatuses = ["UNFULFILLED", "PARTIAL", "SHIPPED", "DELIVERED"] as const;

export type FulfillmentStatus = (typeof fulfillmentStatuses)[number];

/** Who made a change happen. */
export const orderActors = ["CUSTOMER", "STAFF", "SYSTEM"] as const;

export type OrderActor = (typeof orderActors)[number];

import { registerEnumType } from "type-graphql";

/** Runtime twins of the statuses of the model, for the schema. */
export const OrderStatusEnum = {
  PENDING: "PENDING",
  REJECTED: "REJECTED",
  PENDING_PAYMENT: "PENDING_PAYMENT",
  PAID: "PAID",
  PARTIALLY_SHIPPED: "PARTIALLY_SHIPPED",
  SHIPPED: "SHIPPED",
  DELIVERED: "DELIVERED",
  COMPLETED: "COMPLETED",
  CANCELLED: "CANCELLED",
  EXPIRED: "EXPIRED",
} as const;

export type OrderStatusValue = keyof typeof OrderStatusEnum;

registerEnumType(OrderStatusEnum, {
  name: "OrderStatus",
  description: "Where an order stands.",
  valuesConfig: {
    PENDING: { description: "Being placed; nothing can be done with it yet." },
    REJECTED: { description: "Refused while it was placed; it holds nothing and is in no list." },
    PENDING_PAYMENT: { description: "Placed; waits for its payment until it expires." },
    PAID: { description: "Paid in full; to be shipped." },
    PARTIALLY_SHIPPED: { description: "A part of it is on its way." },
    SHIPPED: { description: "All of it is on its way." },
    DELIVERED: { description: "All of it has arrived." },
    COMPLETED: { description: "The buyer has confirmed the receipt, or the time for it is over." },
    CANCELLED: { description: "Cancelled; what was paid has been or is being refunded." },
    EXPIRED: { description: "Not paid in time." },
  },
});

export const PaymentStatusAxisEnum = {
  UNPAID: "UNPAID",
  PAID: "PAID",
  PARTIALLY_REFUNDED: "PARTIALLY_REFUNDED",
  REFUNDED: "REFUNDED",
} as const;

export type PaymentStatusAxisValue = keyof typeof PaymentStatusAxisEnum;

registerEnumType(PaymentStatusAxisEnum, {
  name: "PaymentStatusAxis",
  description: "How far an order is paid, whatever else happens to it.",
  valuesConfig: {
    UNPAID: { description: "Nothing was captured." },
    PAID: { description: "The total was captured." },
    PARTIALLY_REFUNDED: { description: "A part of the total was refunded." },
    REFUNDED: { description: "All of the total was refunded." },
  },
});

export const FulfillmentStatusEnum = {
  UNFULFILLED: "UNFULFILLED",
  PARTIAL: "PARTIAL",
  SHIPPED: "SHIPPED",
  DELIVERED: "DELIVERED",
} as const;

export type FulfillmentStatusValue = keyof typeof FulfillmentStatusEnum;

registerEnumType(FulfillmentStatusEnum, {
  name: "FulfillmentStatus",
  description: "How far an order is shipped, whatever else happens to it.",
  valuesConfig: {
    UNFULFILLED: { description: "Nothing has left the warehouse." },
    PARTIAL: { description: "A part of it has left the warehouse." },
    SHIPPED: { description: "All of it has left the warehouse." },
    DELIVERED: { description: "All of it has arrived." },
  },
});

export const ShipmentStatusEnum = { SHIPPED: "SHIPPED", DELIVERED: "DELIVERED" } as const;

export type ShipmentStatusValue = keyof typeof ShipmentStatusEnum;

registerEnumType(ShipmentStatusEnum, {
  name: "ShipmentStatus",
  description: "Where a shipment is.",
  valuesConfig: {
    SHIPPED: { description: "With the carrier." },
    DELIVERED: { description: "Handed over." },
  },
});

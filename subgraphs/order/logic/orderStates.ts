import type { OrderStatus } from "../model/orderStatus";

/** Every change of status an order may make. */
const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PENDING: ["REJECTED", "PENDING_PAYMENT", "CANCELLED", "EXPIRED"],
  REJECTED: [],
  PENDING_PAYMENT: ["PAID", "CANCELLED", "EXPIRED"],
  PAID: ["PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"],
  PARTIALLY_SHIPPED: ["SHIPPED"],
  SHIPPED: ["DELIVERED"],
  DELIVERED: ["COMPLETED"],
  COMPLETED: [],
  CANCELLED: [],
  EXPIRED: [],
};

/** Whether an order may go from one status to another. */
export function canBecome(from: OrderStatus, to: OrderStatus): boolean {
  return transitions[from].includes(to);
}

/** Orders that were never placed: in no list, and without events. */
export const hiddenStatuses: readonly OrderStatus[] = ["REJECTED"];

/** The tabs of "my orders" and the statuses each one counts; to review are completed orders with a line not reviewed yet. */
export const orderTabs = {
  toPay: ["PENDING_PAYMENT"],
  toShip: ["PAID", "PARTIALLY_SHIPPED"],
  toReceive: ["SHIPPED", "DELIVERED"],
} as const satisfies Readonly<Record<string, readonly OrderStatus[]>>;

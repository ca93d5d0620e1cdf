import type { SagaKey } from "@micro-shop/common/messaging/sagaKey";

/** The barrier under which an order's discounts are held here, by the call and by the events that undo it alike. */
export function discountsStep(orderId: string): SagaKey {
  return { sagaId: orderId, step: "holdDiscounts" };
}

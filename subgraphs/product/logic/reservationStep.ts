import type { SagaKey } from "@micro-shop/common/messaging/sagaKey";

/** The barrier under which an order's stock is reserved here, by the call and by the events that undo it alike. */
export function reservationStep(orderId: string): SagaKey {
  return { sagaId: orderId, step: "reserveStock" };
}

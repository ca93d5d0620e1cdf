import type { SagaKey } from "@micro-shop/common/messaging/sagaKey";

/** What creating and closing the payment of an order meet at, so that of the two the first one wins. */
export function paymentStep(orderId: string): SagaKey {
  return { sagaId: orderId, step: "payment" };
}

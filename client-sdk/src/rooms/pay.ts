import type { CallOptions, Client } from "../client";
import { PaymentDocument, PayOrderDocument, type PayOrderInput } from "../generated/operations";
import { withIdempotencyKey, type KeyOptional } from "../idempotency";
import { present } from "./present";

/** Payments of orders. */
export function createPayRoom(client: Client) {
  return {
    /** Starts a payment attempt; retries of one call charge once. The outcome may come later: watch the order. */
    async payOrder(input: KeyOptional<PayOrderInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { payOrder } = await client.request(PayOrderDocument, variables, options);
      return present(payOrder);
    },

    /** One payment of one's own; null when there is none with this id. */
    async payment(id: string, options?: CallOptions) {
      const { payment } = await client.request(PaymentDocument, { id }, options);
      return payment;
    },
  };
}

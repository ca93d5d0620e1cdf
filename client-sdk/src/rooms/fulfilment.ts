import type { CallOptions, Client } from "../client";
import {
  ConfirmReceiptDocument,
  MarkDeliveredDocument,
  RequestReturnDocument,
  ResolveReturnDocument,
  ShipOrderDocument,
  type ConfirmReceiptInput,
  type MarkDeliveredInput,
  type RequestReturnInput,
  type ResolveReturnInput,
  type ShipOrderInput,
} from "../generated/operations";
import { withIdempotencyKey, type KeyOptional } from "../idempotency";
import { present } from "./present";

/** What happens to an order once it is paid; a part of the room of orders. */
export function createFulfilment(client: Client) {
  return {
    /** The buyer says that all of an order has arrived. */
    async confirmReceipt(input: ConfirmReceiptInput, options?: CallOptions) {
      const { confirmReceipt } = await client.request(ConfirmReceiptDocument, { input }, options);
      return present(confirmReceipt);
    },

    /** Asks to send goods back; retries of one call ask once. */
    async requestReturn(input: KeyOptional<RequestReturnInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { requestReturn } = await client.request(RequestReturnDocument, variables, options);
      return present(requestReturn);
    },

    /** Staff: ships an order or a part of it; retries of one call ship once. */
    async shipOrder(input: KeyOptional<ShipOrderInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { shipOrder } = await client.request(ShipOrderDocument, variables, options);
      return present(shipOrder);
    },

    /** Staff: a parcel has arrived. */
    async markDelivered(input: MarkDeliveredInput, options?: CallOptions) {
      const { markDelivered } = await client.request(MarkDeliveredDocument, { input }, options);
      return present(markDelivered);
    },

    /** Staff: decides on a return. */
    async resolveReturn(input: ResolveReturnInput, options?: CallOptions) {
      const { resolveReturn } = await client.request(ResolveReturnDocument, { input }, options);
      return present(resolveReturn);
    },
  };
}

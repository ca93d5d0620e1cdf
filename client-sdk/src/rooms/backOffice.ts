import type { CallOptions, Client } from "../client";
import {
  AdminOrdersDocument,
  ChangeOrderPriceDocument,
  ResolveCancellationDocument,
  type AdminOrdersQueryVariables,
  type ChangeOrderPriceInput,
  type ResolveCancellationInput,
} from "../generated/operations";
import { withIdempotencyKey, type KeyOptional } from "../idempotency";
import { present } from "./present";

/** What staff do with everybody's orders; part of the order room. */
export function createBackOffice(client: Client) {
  return {
    /** Staff: a page of everybody's orders, newest first; `first` is 1 to 100. */
    async adminOrders(variables: AdminOrdersQueryVariables, options?: CallOptions) {
      const { adminOrders } = await client.request(AdminOrdersDocument, variables, options);
      return present(adminOrders);
    },

    /** Staff: decides on the wish to cancel a paid order; granted, it is refunded and cancelled. */
    async resolveCancellation(input: ResolveCancellationInput, options?: CallOptions) {
      const { resolveCancellation } = await client.request(
        ResolveCancellationDocument,
        { input },
        options,
      );
      return present(resolveCancellation);
    },

    /** Staff: takes an amount off an order that waits for its payment. Retries of one call take it off once. */
    async changeOrderPrice(input: KeyOptional<ChangeOrderPriceInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { changeOrderPrice } = await client.request(
        ChangeOrderPriceDocument,
        variables,
        options,
      );
      return present(changeOrderPrice);
    },
  };
}

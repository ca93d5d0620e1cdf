import type { CallOptions, Client } from "../client";
import { MyMallDocument, StorefrontDocument } from "../generated/operations";

/** Whole screens: one request that all five services answer together. */
export function createFederatedRoom(client: Client) {
  return {
    /** The first `first` (1 to 100) products with price, stock, flash sale, rating and reviews, and the user's extras. */
    async storefront(variables: { readonly first: number }, options?: CallOptions) {
      return client.request(StorefrontDocument, variables, options);
    },

    /** The user's latest `first` (1 to 100) orders with payment, refunds, coupon and products. */
    async myMall(variables: { readonly first: number }, options?: CallOptions) {
      return client.request(MyMallDocument, variables, options);
    },
  };
}

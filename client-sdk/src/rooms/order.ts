import type { CallOptions, Client } from "../client";
import {
  AddToCartDocument,
  CancelOrderDocument,
  CartDocument,
  MergeCartDocument,
  MyOrdersDocument,
  OrderDocument,
  OrderStatusChangedDocument,
  PlaceOrderDocument,
  QuoteDocument,
  RemoveFromCartDocument,
  UpdateCartLineDocument,
  type AddToCartInput,
  type CancelOrderInput,
  type CartQueryVariables,
  type MergeCartInput,
  type MyOrdersQueryVariables,
  type OrderStatusChangedSubscription,
  type OrderStatusChangedSubscriptionVariables,
  type PlaceOrderInput,
  type QuoteInput,
  type RemoveFromCartInput,
  type UpdateCartLineInput,
} from "../generated/operations";
import { withIdempotencyKey, type KeyOptional } from "../idempotency";
import { stoppable } from "../stoppable";
import type { Resume } from "../subscription";
import { createBackOffice } from "./backOffice";
import { createFulfilment } from "./fulfilment";
import { present } from "./present";

/** One step of an order's life, with the order as it was then. */
export type OrderStatusChange = NonNullable<OrderStatusChangedSubscription["orderStatusChanged"]>;

/** Cart, checkout and orders. A guest names the cart by `cartToken`. */
export function createOrderRoom(client: Client) {
  return {
    /** The cart; null when there is none yet. */
    async cart(variables: CartQueryVariables = {}, options?: CallOptions) {
      const { cart } = await client.request(CartDocument, variables, options);
      return cart;
    },

    async addToCart(input: AddToCartInput, options?: CallOptions) {
      const { addToCart } = await client.request(AddToCartDocument, { input }, options);
      return addToCart;
    },

    async updateCartLine(input: UpdateCartLineInput, options?: CallOptions) {
      const { updateCartLine } = await client.request(UpdateCartLineDocument, { input }, options);
      return updateCartLine;
    },

    async removeFromCart(input: RemoveFromCartInput, options?: CallOptions) {
      const { removeFromCart } = await client.request(RemoveFromCartDocument, { input }, options);
      return removeFromCart;
    },

    /** Puts a guest's cart into one's own after signing in; may be repeated. Null: there is nothing in either. */
    async mergeCart(input: MergeCartInput, options?: CallOptions) {
      const { mergeCart } = await client.request(MergeCartDocument, { input }, options);
      return present(mergeCart);
    },

    /** What an order would cost now; nothing is reserved. */
    async quote(input: QuoteInput = {}, options?: CallOptions) {
      const { quote } = await client.request(QuoteDocument, { input }, options);
      return present(quote);
    },

    /** Places the order; retries of one call place it once. */
    async placeOrder(input: KeyOptional<PlaceOrderInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { placeOrder } = await client.request(PlaceOrderDocument, variables, options);
      return present(placeOrder);
    },

    /** One order of one's own; null when there is none with this id. */
    async order(id: string, options?: CallOptions) {
      const { order } = await client.request(OrderDocument, { id }, options);
      return order;
    },

    /** A page of one's orders, and how many wait for what; `first` is 1 to 100. */
    async myOrders(variables: MyOrdersQueryVariables, options?: CallOptions) {
      const { orders, orderCounts } = await client.request(MyOrdersDocument, variables, options);
      return { orders: present(orders), orderCounts: present(orderCounts) };
    },

    /** Cancels an unpaid order at once; for a paid one the wish is recorded. */
    async cancelOrder(input: CancelOrderInput, options?: CallOptions) {
      const { cancelOrder } = await client.request(CancelOrderDocument, { input }, options);
      return present(cancelOrder);
    },

    ...createFulfilment(client),
    ...createBackOffice(client),

    /**
     * The order's present state, then each change once and in order, across lost connections and renewed tokens. With
     * `after` only what came after that event.
     */
    statusChanged(
      variables: OrderStatusChangedSubscriptionVariables,
      options: { readonly signal?: AbortSignal } = {},
    ): AsyncGenerator<OrderStatusChange, void, void> {
      return stoppable(async function* (signal) {
        const changes = client.subscribe(OrderStatusChangedDocument, variables, {
          signal,
          resume: resumeStatusChanges,
        });
        for await (const { orderStatusChanged } of changes) yield present(orderStatusChanged);
      }, options.signal);
    },
  };
}

const resumeStatusChanges: Resume<
  OrderStatusChangedSubscription,
  OrderStatusChangedSubscriptionVariables
> = {
  position: (result) => present(result.orderStatusChanged).event,
  after: (variables, id) => ({ ...variables, after: id }),
};

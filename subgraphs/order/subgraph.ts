import { buildSubgraph, type Subgraph } from "@micro-shop/common/graphql/subgraph";
import { DeliverEventsResolver } from "@micro-shop/common/messaging/deliverEvents.resolver";
import type { OrderContext } from "./context";
import { findReadableLine, findReadableOrder } from "./logic/readOrders";
import { AdminOrdersResolver } from "./resolvers/adminOrders.resolver";
import { CancellationResolver } from "./resolvers/cancellation.resolver";
import { CartLineResolver, CartResolver } from "./resolvers/cart.resolver";
import { FulfilmentResolver } from "./resolvers/fulfilment.resolver";
import { OrderResolver, UserOrdersResolver } from "./resolvers/order.resolver";
import { PriceChangedResolver } from "./resolvers/orderErrors.resolver";
import { OrderPriceResolver } from "./resolvers/orderPrice.resolver";
import { OrderDecisionsResolver } from "./resolvers/orderDecisions.resolver";
import { OrderStatusResolver } from "./resolvers/orderStatus.resolver";
import { PlaceOrderResolver } from "./resolvers/placeOrder.resolver";
import { OrderReturnResolver } from "./resolvers/orderReturn.resolver";
import { QuoteResolver } from "./resolvers/quote.resolver";
import { toOrder, toOrderLine } from "./resolvers/toOrder";
import { CouponNotApplicable, InsufficientStock, PriceChanged } from "./types/orderErrors.type";

/** The executable subgraph with its SDL. Needs no database. */
export function createOrderSubgraph(): Subgraph {
  return buildSubgraph<OrderContext>({
    name: "order",
    resolvers: [
      CartResolver,
      CartLineResolver,
      QuoteResolver,
      PlaceOrderResolver,
      FulfilmentResolver,
      OrderReturnResolver,
      OrderPriceResolver,
      OrderResolver,
      UserOrdersResolver,
      OrderStatusResolver,
      PriceChangedResolver,
      OrderDecisionsResolver,
      CancellationResolver,
      AdminOrdersResolver,
      DeliverEventsResolver,
    ],
    orphanedTypes: [InsufficientStock, PriceChanged, CouponNotApplicable],
    references: {
      Order: async ({ id }, context) => {
        const order = await findReadableOrder(context, id);
        return order && toOrder(order);
      },
      OrderLine: async ({ id }, context) => {
        const line = await findReadableLine(context, id);
        return line && toOrderLine(line);
      },
      // Whether there is such a user only user knows; an unknown one has no orders.
      User: ({ id }) => ({ id }),
    },
    extraSdl: "extend enum Decision @inaccessible",
  });
}

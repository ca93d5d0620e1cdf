import type { Database } from "@micro-shop/common/database/pool";
import type { RequestContext } from "@micro-shop/common/graphql/requestContext";
import type { EventContext } from "@micro-shop/common/messaging/deliverEvents.resolver";
import type { SagaDefinition } from "@micro-shop/common/messaging/saga";
import type { SagaEngine } from "@micro-shop/common/messaging/sagaEngine";
import type { Siblings } from "./clients/siblings";
import type { OrderLoaders } from "./loaders/orderLoaders";
import type { OrderFeed } from "./logic/orderFeed";
import type { CancelOrderData } from "./saga/cancelOrder";
import type { ChangePriceData } from "./saga/changePrice";
import type { ExpireOrderData } from "./saga/expireOrder";
import type { PlaceOrderData } from "./saga/placeOrder";
import type { RefundReturnData } from "./saga/refundReturn";
import type { RefundAndCancelData } from "./saga/refundAndCancel";

/** What lives as long as the process. */
export interface OrderServices {
  readonly database: Database;
  readonly siblings: Siblings;
  readonly feed: OrderFeed;
  readonly sagas: SagaEngine;
  readonly placing: SagaDefinition<PlaceOrderData>;
  readonly cancelling: SagaDefinition<CancelOrderData>;
  readonly expiring: SagaDefinition<ExpireOrderData>;
  readonly refundingReturn: SagaDefinition<RefundReturnData>;
  readonly refunding: SagaDefinition<RefundAndCancelData>;
  readonly changingPrice: SagaDefinition<ChangePriceData>;
  /** How long an order waits for its payment. */
  readonly paymentWindowMs: number;
  readonly receiveEvents: EventContext["receiveEvents"];
}

/** What the order subgraph's resolvers and logic work with. */
export interface OrderContext extends RequestContext, OrderServices {
  readonly loaders: OrderLoaders;
}

import type { Database } from "@micro-shop/common/database/pool";
import type { RequestContext } from "@micro-shop/common/graphql/requestContext";
import type { ServiceClient } from "@micro-shop/common/graphql/serviceClient";
import type { EventReceiver } from "@micro-shop/common/messaging/eventBus";
import { productCatalogue, type ProductCatalogue } from "./clients/productCatalogue";
import { marketingLoaders, type MarketingLoaders } from "./loaders/marketingLoaders";

/** What lives as long as the process. */
export interface MarketingServices {
  readonly database: Database;
  /** Calls the product subgraph. */
  readonly productClient: ServiceClient;
  /** Applies events of other services, each once. */
  readonly receiveEvents: EventReceiver;
}

/** What the marketing subgraph's resolvers and logic work with. */
export interface MarketingContext extends RequestContext {
  readonly database: Database;
  readonly catalogue: ProductCatalogue;
  readonly loaders: MarketingLoaders;
  readonly receiveEvents: EventReceiver;
}

export function createMarketingContext(
  request: RequestContext,
  { database, productClient, receiveEvents }: MarketingServices,
): MarketingContext {
  return {
    ...request,
    database,
    catalogue: productCatalogue(productClient, request),
    loaders: marketingLoaders(database),
    receiveEvents,
  };
}

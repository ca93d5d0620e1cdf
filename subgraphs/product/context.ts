import type { Database } from "@micro-shop/common/database/pool";
import type { RequestContext } from "@micro-shop/common/graphql/requestContext";
import type { EventContext } from "@micro-shop/common/messaging/deliverEvents.resolver";
import { productLoaders, type ProductLoaders } from "./loaders/loaders";
import { visibilityOf } from "./logic/visibilityOf";
import type { CallerVisibility } from "./model/visibility";

/** What lives as long as the process. */
export interface ProductServices extends Pick<EventContext, "receiveEvents"> {
  readonly database: Database;
}

/** What resolvers and logic of this subgraph get with every request. */
export interface ProductContext extends RequestContext, ProductServices {
  /** What the caller may know of; loaders and lists keep to it. */
  readonly visibility: CallerVisibility;
  readonly loaders: ProductLoaders;
}

export function createProductContext(
  request: RequestContext,
  services: ProductServices,
): ProductContext {
  const visibility = visibilityOf(request.caller);
  const loaders = productLoaders(services.database.drizzle, visibility);
  return { ...request, ...services, visibility, loaders };
}

import type { Database } from "@micro-shop/common/database/pool";
import type { RequestContext } from "@micro-shop/common/graphql/requestContext";
import { productLoaders, type ProductLoaders } from "./loaders/loaders";
import { visibilityOf } from "./logic/visibilityOf";
import type { CallerVisibility } from "./model/visibility";

/** What resolvers and logic of this subgraph get with every request. */
export interface ProductContext extends RequestContext {
  readonly database: Database;
  /** What the caller may know of; loaders and lists keep to it. */
  readonly visibility: CallerVisibility;
  readonly loaders: ProductLoaders;
}

export function createProductContext(request: RequestContext, database: Database): ProductContext {
  const visibility = visibilityOf(request.caller);
  return {
    ...request,
    database,
    visibility,
    loaders: productLoaders(database.drizzle, visibility),
  };
}

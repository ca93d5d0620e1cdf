import type { Caller } from "@micro-shop/common/graphql/requestContext";
import type { CallerVisibility } from "../model/visibility";

/** What a caller may know of: everybody the published, staff by their scopes also the rest. */
export function visibilityOf(caller: Caller): CallerVisibility {
  const scopes = caller.user?.scopes;
  return {
    products: scopes?.has("catalog:read") === true ? "all" : "published",
    reviews: scopes?.has("review:moderate") === true ? "all" : "published",
  };
}

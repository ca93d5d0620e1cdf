import { fault } from "@micro-shop/common/errors";
import type { CallerUser, RequestContext } from "@micro-shop/common/graphql/requestContext";

/** The signed-in caller; UNAUTHENTICATED when there is none (the guard of the field has asked before). */
export function signedInUser(context: RequestContext): CallerUser {
  return context.caller.user ?? fault("UNAUTHENTICATED");
}

import { fault } from "@micro-shop/common/errors";
import type { CallerUser } from "@micro-shop/common/graphql/requestContext";
import type { UserContext } from "../context";

/** The signed-in caller; UNAUTHENTICATED when there is none (the guard of the field has asked before). */
export function signedInUser(context: UserContext): CallerUser {
  return context.caller.user ?? fault("UNAUTHENTICATED");
}

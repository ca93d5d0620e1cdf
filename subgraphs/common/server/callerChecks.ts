import { Fault } from "../errors";
import { subscribeBody, verifyIdentity } from "../security/identity";
import type { ServiceName } from "../serviceNames";
import type { CallerCheck } from "./subgraphHttp";
import type { SubscriberCheck } from "./subgraphSockets";

/** Checks of the signed identity a subgraph makes before it answers anything, over HTTP and WebSocket. */
export function callerChecks(
  audience: ServiceName,
  secret: string,
): { readonly checkHttp: CallerCheck; readonly checkSubscription: SubscriberCheck } {
  return {
    checkHttp: (identity, body) => verifyIdentity(secret, identity, { audience, body }),
    checkSubscription: (identity, operation) => {
      if (typeof identity !== "string") throw new Fault("UNAUTHENTICATED");
      return verifyIdentity(secret, identity, { audience, body: subscribeBody(operation) });
    },
  };
}

import { IDENTITY_HEADER, signIdentity, subscribeBody } from "@micro-shop/common/security/identity";
import type { ServiceName } from "@micro-shop/common/serviceNames";
import type { CallSigner } from "./callSigner";

/** Signs calls with the secret that gateway and subgraphs share. */
export function createIdentitySigner(secret: string): CallSigner {
  const sign = (subgraph: string, caller: Caller, body: string): string =>
    // Any name a supergraph gives may be the audience; the subgraph compares it with its own.
    signIdentity(secret, { caller, audience: subgraph as ServiceName, body });
  return {
    headers: ({ subgraph, context }, body) => ({
      [IDENTITY_HEADER]: sign(subgraph, context.caller, body),
    }),
    extensions: ({ subgraph, context }, { query, variables }) => ({
      identity: sign(subgraph, context.caller, subscribeBody({ query, variables })),
    }),
  };
}

type Caller = Parameters<typeof signIdentity>[1]["caller"];

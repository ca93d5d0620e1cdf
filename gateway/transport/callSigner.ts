import type { GatewayContext } from "../context";

/** One call to a subgraph, as the signature covers it. */
export interface SignedCall {
  readonly subgraph: string;
  readonly context: GatewayContext;
}

/** Proves to a subgraph who calls and on whose behalf. */
export interface CallSigner {
  /** Headers of an HTTP call; the signature covers the body's bytes. */
  headers(call: SignedCall, body: string): Readonly<Record<string, string>>;
  /** `extensions` of a subscribe message; the signature covers the operation. */
  extensions(call: SignedCall, operation: SubscribeOperation): Readonly<Record<string, unknown>>;
}

export interface SubscribeOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** For supergraphs whose subgraphs know no identity. */
export const unsigned: CallSigner = { headers: () => ({}), extensions: () => ({}) };

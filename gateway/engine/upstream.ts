import type { ExecutionResult } from "graphql";
import type { GatewayContext } from "../context";
import type { EventStream } from "./engine";

/** A subscription to one subgraph, on behalf of one client. */
export interface UpstreamSubscription {
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GatewayContext;
  /** The variables that continue after this event; null when it cannot be continued there. */
  variablesAfter(event: ExecutionResult): Readonly<Record<string, unknown>> | null;
}

/** Opens it. The stream ends with a Fault when the subgraph is lost and the subscription cannot be continued. */
export type OpenUpstream = (subscription: UpstreamSubscription) => EventStream;

import type { Logger } from "../log";
import type { Deadline } from "../resilience/deadline";
import type { ServiceName } from "../serviceNames";

/** The signed-in person on whose behalf a call is made. */
export interface CallerUser {
  readonly id: string;
  readonly sessionId: string;
  readonly scopes: ReadonlySet<string>;
}

/** Who calls: proven by the signed identity, never taken from anything a client sent. */
export interface Caller {
  readonly service: "gateway" | ServiceName;
  readonly user: CallerUser | null;
  readonly clientAddress: string;
  readonly requestId: string;
}

/** What every resolver and logic function of every subgraph can rely on, made once per request. */
export interface RequestContext {
  readonly caller: Caller;
  readonly deadline: Deadline;
  readonly log: Logger;
  /** Key of a service-to-service call, constant over its retries; null on calls from the gateway. */
  readonly idempotencyKey: string | null;
}

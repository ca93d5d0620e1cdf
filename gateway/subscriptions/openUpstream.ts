import { Fault } from "@micro-shop/common/errors";
import { fullJitterMs } from "@micro-shop/common/random";
import { createEventQueue } from "@micro-shop/common/messaging/eventQueue";
import type { ExecutionResult } from "graphql";
import type { EventStream } from "../engine/engine";
import type { OpenUpstream, UpstreamSubscription } from "../engine/upstream";
import type { CallSigner } from "../transport/callSigner";
import { refusedBy } from "./subscriptionRefused";
import type { UpstreamSockets } from "./upstreamSockets";

/** Events kept for a client that reads slowly. */
const EVENTS_KEPT = 256;

export interface ReconnectLimits {
  /** A lost subgraph is looked for this long. */
  readonly windowMs: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/** Long enough for a subgraph's restart. */
export const defaultReconnect: ReconnectLimits = {
  windowMs: 30_000,
  firstDelayMs: 100,
  maxDelayMs: 2_000,
};

export interface OpenUpstreamOptions {
  readonly sockets: UpstreamSockets;
  readonly signer: CallSigner;
  readonly reconnect?: ReconnectLimits;
}

/**
 * Subscribes to subgraphs. A lost connection is made again, and the subscription continued after its last event;
 * when that event does not tell its position, the stream ends with UNAVAILABLE, because going on would leave a gap.
 */
export function createOpenUpstream(options: OpenUpstreamOptions): OpenUpstream {
  return (subscription) => openUpstream(subscription, options);
}

function openUpstream(
  subscription: UpstreamSubscription,
  { sockets, signer, reconnect = defaultReconnect }: OpenUpstreamOptions,
): EventStream {
  const { subgraph, query, operationName, context } = subscription;
  /** Null once an event came that cannot be continued after. */
  let variables: Readonly<Record<string, unknown>> | null = subscription.variables;
  let unsubscribe = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  let attempt = 0;
  let lostAt: number | null = null;
  let ended = false;

  const queue = createEventQueue<ExecutionResult>({
    limit: EVENTS_KEPT,
    overflow: () => new Fault("UNAVAILABLE", "Events came faster than they were read."),
    onEnd() {
      ended = true;
      clearTimeout(timer);
      unsubscribe();
    },
  });

  function connect(): void {
    const operation = { query, variables };
    unsubscribe = sockets.subscribe(
      {
        subgraph,
        identityKey: identityKeyOf(subscription),
        payload: {
          query,
          variables,
          ...(operationName === undefined ? {} : { operationName }),
          extensions: signer.extensions({ subgraph, context }, operation),
        },
      },
      {
        next: (event) => onEvent(event as ExecutionResult),
        error: onError,
        complete: () => queue.finish(),
      },
    );
  }

  function onEvent(event: ExecutionResult): void {
    // Errors without data are no event but a refusal: graphql-js sends it that way.
    if (event.data === undefined && event.errors) {
      return queue.fail(refusedBy(subgraph, event.errors));
    }
    attempt = 0;
    lostAt = null;
    variables = subscription.variablesAfter(event);
    queue.push(event);
  }

  function onError(error: unknown): void {
    if (ended) return;
    // A list of errors is the subgraph's refusal; anything else is the connection.
    if (Array.isArray(error)) return queue.fail(refusedBy(subgraph, error));
    lostAt ??= performance.now();
    const isLate = performance.now() - lostAt > reconnect.windowMs;
    if (variables === null || isLate) {
      return queue.fail(new Fault("UNAVAILABLE", undefined, { cause: error }));
    }
    const { firstDelayMs, maxDelayMs } = reconnect;
    timer = setTimeout(connect, fullJitterMs(attempt++, firstDelayMs, maxDelayMs));
  }

  connect();
  return queue.stream;
}

function identityKeyOf({ context: { caller } }: UpstreamSubscription): string {
  return caller.user ? `${caller.user.id} ${caller.user.sessionId}` : "anonymous";
}

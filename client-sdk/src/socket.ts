import type {
  Client as WebSocketClient,
  ClientOptions as WebSocketClientOptions,
} from "graphql-ws/client";
import { reasonOf } from "./abort";
import type { RequestProblem } from "./errors";

/** The part of `graphql-ws/client` that is needed; the package itself would bring its server and graphql-js along. */
export interface GraphqlWs {
  readonly createClient: (options: WebSocketClientOptions) => WebSocketClient;
}

export interface SocketOptions {
  readonly url: string;
  /** A WebSocket class; only needed where there is no global one (Node before 22). */
  readonly webSocketImpl: unknown;
  /** graphql-ws is loaded with the first subscription, so that pages without one do not carry it. */
  readonly load: () => Promise<GraphqlWs>;
  readonly accessToken: () => Promise<string | null>;
}

export interface SubscriptionAnswer {
  readonly data?: unknown;
  readonly errors?: readonly RequestProblem[];
}

/** The connection has ended while a subscription was running on it. */
export class SocketClosed extends Error {
  override readonly name = "SocketClosed";

  constructor(
    /** The WebSocket close code; 1006 when the connection was never made. */
    readonly code: number,
    /** The access token the connection was opened with. */
    readonly accessToken: string | null,
  ) {
    super(`The connection was closed (${code}).`);
  }
}

/** One WebSocket shared by all subscriptions, opened with the first and closed after the last. */
export interface Socket {
  /**
   * The events of one subscription until the server completes it. Throws SocketClosed when the connection ends, an
   * array of GraphQL errors when the server refuses the subscription, the signal's reason when it aborts.
   */
  stream(text: string, variables: unknown, signal: AbortSignal): AsyncGenerator<SubscriptionAnswer>;
  /** The access token the present connection was opened with. */
  tokenInUse(): string | null;
  /** Cuts the connection; running streams end with SocketClosed. */
  cut(): void;
}

const KEEP_ALIVE_MS = 15_000;
/** A phone that slept has a socket that looks open; without an answer to the ping for this long it is dead. */
const PONG_WAIT_MS = 5_000;
const ABNORMAL_CLOSURE = 1006;

type Item =
  | { readonly kind: "event"; readonly answer: SubscriptionAnswer }
  | { readonly kind: "failure"; readonly error: unknown }
  | { readonly kind: "end" };

export function createSocket(options: SocketOptions): Socket {
  let client: Promise<WebSocketClient> | null = null;
  let opened: WebSocketClient | null = null;
  let token: string | null = null;

  async function connect(): Promise<WebSocketClient> {
    const { createClient } = await options.load();
    let pongTimer: ReturnType<typeof setTimeout> | undefined;
    opened = createClient({
      url: options.url,
      webSocketImpl: options.webSocketImpl,
      keepAlive: KEEP_ALIVE_MS,
      // Reconnecting is ours: a resumed subscription asks for what comes after its last event.
      retryAttempts: 0,
      async connectionParams() {
        token = await options.accessToken();
        return token === null ? {} : { authorization: `Bearer ${token}` };
      },
      on: {
        ping(received) {
          if (!received) pongTimer = setTimeout(() => opened?.terminate(), PONG_WAIT_MS);
        },
        pong(received) {
          if (received) clearTimeout(pongTimer);
        },
        closed: () => clearTimeout(pongTimer),
      },
    });
    return opened;
  }

  return {
    async *stream(text, variables, signal) {
      client ??= connect().catch((error: unknown) => {
        // Not loaded now, perhaps loaded next time.
        client = null;
        throw error;
      });
      const connection = await client;
      const items: Item[] = [];
      let wake: () => void = () => undefined;
      const push = (item: Item) => {
        items.push(item);
        wake();
      };
      const stop = connection.subscribe(
        { query: text, variables: { ...(variables as Record<string, unknown>) } },
        {
          next: (answer) => push({ kind: "event", answer: answer as SubscriptionAnswer }),
          error: (error) => push({ kind: "failure", error: asThrown(error, token) }),
          complete: () => push({ kind: "end" }),
        },
      );
      // graphql-ws repeats a subscription by itself after a close with code 1000, from its beginning: not with us.
      const unlisten = connection.on("closed", (event) => {
        push({ kind: "failure", error: asThrown(event, token) });
        stop();
      });
      const abort = () => push({ kind: "failure", error: reasonOf(signal) });
      signal.addEventListener("abort", abort);
      if (signal.aborted) abort();
      try {
        for (;;) {
          const item = items.shift();
          if (item === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          } else if (item.kind === "event") {
            yield item.answer;
          } else if (item.kind === "failure") {
            throw item.error;
          } else {
            return;
          }
        }
      } finally {
        signal.removeEventListener("abort", abort);
        unlisten();
        stop();
      }
    },
    tokenInUse: () => token,
    cut: () => opened?.terminate(),
  };
}

/** Close events and the error events of a failed connection mean the same; anything else is thrown as it is. */
function asThrown(cause: unknown, accessToken: string | null): unknown {
  if (typeof cause !== "object" || cause === null || Array.isArray(cause)) return cause;
  if ("code" in cause && typeof cause.code === "number" && "reason" in cause) {
    return new SocketClosed(cause.code, accessToken);
  }
  return cause instanceof Error ? cause : new SocketClosed(ABNORMAL_CLOSURE, accessToken);
}

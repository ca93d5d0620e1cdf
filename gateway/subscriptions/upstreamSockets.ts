import { createClient, type Client, type Sink } from "graphql-ws";
import WebSocket from "ws";

/** A socket nobody subscribes through is closed after this. */
const IDLE_CLOSE_MS = 500;
const PING_EVERY_MS = 12_000;
const PONG_WITHIN_MS = 5_000;
const HANDSHAKE_WITHIN_MS = 3_000;

export interface UpstreamSocketsOptions {
  /** HTTP URL of a subgraph; the socket is on the same path. */
  readonly urlOf: (subgraph: string) => string;
  /** Largest message of a subgraph, in bytes. */
  readonly maxMessageBytes: number;
}

export interface UpstreamMessage {
  readonly subgraph: string;
  /** One socket carries the subscriptions of one identity only. */
  readonly identityKey: string;
  readonly payload: Parameters<Client["subscribe"]>[0];
}

export interface UpstreamSockets {
  /** Subscribes over the identity's socket, opening it when there is none. Returns the way to unsubscribe. */
  subscribe(message: UpstreamMessage, sink: Sink): () => void;
  close(): Promise<void>;
}

/** Sockets to subgraphs. Lost ones are not reopened here: what was subscribed decides whether it can go on. */
export function createUpstreamSockets(options: UpstreamSocketsOptions): UpstreamSockets {
  const clients = new Map<string, Client>();

  class UpstreamSocket extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, {
        maxPayload: options.maxMessageBytes,
        handshakeTimeout: HANDSHAKE_WITHIN_MS,
        perMessageDeflate: false,
      });
    }
  }

  function open(key: string, subgraph: string): Client {
    const known = clients.get(key);
    if (known) return known;
    const client = createClient({
      url: options.urlOf(subgraph).replace(/^http/, "ws"),
      webSocketImpl: UpstreamSocket,
      lazy: true,
      lazyCloseTimeout: IDLE_CLOSE_MS,
      retryAttempts: 0,
      keepAlive: PING_EVERY_MS,
    });
    terminateWhenSilent(client);
    // A closed socket is forgotten; the next subscription of this identity opens another.
    client.on("closed", () => {
      if (clients.get(key) === client) clients.delete(key);
    });
    clients.set(key, client);
    return client;
  }

  return {
    subscribe({ subgraph, identityKey, payload }, sink) {
      return open(`${subgraph} ${identityKey}`, subgraph).subscribe(payload, sink);
    },
    async close() {
      for (const client of clients.values()) await client.dispose();
      clients.clear();
    },
  };
}

/** A subgraph that hangs keeps its socket open: it shows by not answering pings. */
function terminateWhenSilent(client: Client): void {
  let waiting: NodeJS.Timeout | undefined;
  client.on("ping", (received) => {
    if (received) return;
    waiting = setTimeout(() => client.terminate(), PONG_WITHIN_MS).unref();
  });
  client.on("pong", () => clearTimeout(waiting));
  client.on("closed", () => clearTimeout(waiting));
}

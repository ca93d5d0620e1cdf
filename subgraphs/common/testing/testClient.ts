import { createClient, type Client } from "graphql-ws";
import { WebSocket } from "ws";

/** A GraphQL reply as tests look at it. */
export interface TestReply<Data> {
  readonly status: number;
  readonly data: Data | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string; readonly requestId?: string };
  }[];
}

export interface TestClient {
  /** Sends one operation by POST. */
  request<Data = unknown>(
    query: string,
    variables?: object,
    headers?: Record<string, string>,
  ): Promise<TestReply<Data>>;
  /** Like `request`, but throws when there are errors or no data. */
  data<Data>(query: string, variables?: object): Promise<Data>;
  /** Subscribes over WebSocket; `events` fills as they come. */
  subscribe<Data>(query: string, variables?: object): TestSubscription<TestEvent<Data>>;
  close(): Promise<void>;
}

/** One message of a subscription. */
export interface TestEvent<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly unknown[];
}

export interface TestSubscription<Event> {
  readonly events: readonly Event[];
  /** Resolves with the events once the condition holds; rejects when the subscription ends or time is over. */
  until(
    condition: (events: readonly Event[]) => boolean,
    timeoutMs?: number,
  ): Promise<readonly Event[]>;
  stop(): void;
}

export interface TestClientOptions {
  /** URL of the GraphQL endpoint. */
  readonly url: string;
  readonly token?: string;
}

/** A client for tests, over HTTP and WebSocket, as one user. */
export function testClient({ url, token }: TestClientOptions): TestClient {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  let socket: Client | undefined;
  return {
    async data<Data>(query: string, variables: object = {}) {
      const reply = await this.request<Data>(query, variables);
      if (reply.errors.length > 0 || reply.data === null) throw new Error(JSON.stringify(reply));
      return reply.data;
    },
    async request<Data>(query: string, variables = {}, headers = {}) {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...authorization, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const reply = (await response.json()) as Partial<TestReply<Data>>;
      return { status: response.status, data: reply.data ?? null, errors: reply.errors ?? [] };
    },
    subscribe<Data>(query: string, variables = {}) {
      socket ??= createClient({
        url: url.replace(/^http/, "ws"),
        webSocketImpl: WebSocket,
        connectionParams: authorization,
        retryAttempts: 0,
      });
      return collect<TestEvent<Data>>(socket, { query, variables: { ...variables } });
    },
    async close() {
      await socket?.dispose();
    },
  };
}

function collect<Event>(
  client: Client,
  payload: { query: string; variables: Record<string, unknown> },
): TestSubscription<Event> {
  const events: Event[] = [];
  let ended: Error | undefined;
  let wake = (): void => undefined;
  const end = (reason: unknown): void => {
    ended = new Error(`The subscription ended: ${JSON.stringify(reason)}`);
    wake();
  };
  const stop = client.subscribe(payload, {
    next: (event) => {
      events.push(event as Event);
      wake();
    },
    error: end,
    complete: () => end("complete"),
  });
  return {
    events,
    stop,
    async until(condition, timeoutMs = 10_000) {
      const end = performance.now() + timeoutMs;
      while (!condition(events)) {
        const leftMs = end - performance.now();
        if (ended) throw ended;
        if (leftMs <= 0) throw new Error(`Not within ${timeoutMs} ms: ${JSON.stringify(events)}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, leftMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return events;
    },
  };
}

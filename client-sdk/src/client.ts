import { orAbort, startDeadline } from "./deadline";
import { documentText, isQuery, type TypedDocument } from "./document";
import { AuthError } from "./errors";
import { RefreshSessionDocument } from "./generated/operations";
import { hasIdempotencyKey } from "./idempotency";
import { defaultRetry, withRetry, type RetryOptions } from "./retry";
import { createSession } from "./session";
import { createSocket, type GraphqlWs } from "./socket";
import { stoppable } from "./stoppable";
import { defaultReconnect, runSubscription, type Resume } from "./subscription";
import { memoryTokenStore, type Tokens, type TokenStore } from "./tokens";
import { exchange, type Fetch } from "./transport";
import { webSocketUrl } from "./webSocketUrl";

export interface ClientOptions {
  /** The gateway's GraphQL endpoint, for example `https://shop.example/graphql`. */
  readonly url: string;
  /** Where the tokens live. Default: in memory. */
  readonly tokens?: TokenStore;
  /** Default: the global `fetch`. */
  readonly fetch?: Fetch;
  /** Total time of a call, retries included. Default 15,000 ms. */
  readonly timeoutMs?: number;
  /** Retries of queries and of mutations with an idempotency key. */
  readonly retry?: Partial<RetryOptions>;
  /** Endpoint of subscriptions. Default: `url` with ws: for http: and wss: for https:. */
  readonly webSocketUrl?: string;
  /** A WebSocket class. Default: the global one; Node before 22 has none, pass that of `ws`. */
  readonly webSocketImpl?: unknown;
  /** Reconnections of a subscription in a row. Default: 10 attempts, waits up to 10 s. */
  readonly reconnect?: Partial<RetryOptions>;
  /** How graphql-ws is loaded. Default: `import("graphql-ws/client")` with the first subscription. */
  readonly graphqlWs?: () => Promise<GraphqlWs>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Overrides the client's `timeoutMs`. */
  readonly timeoutMs?: number;
  /** Sends no token even when somebody is signed in. */
  readonly anonymous?: boolean;
}

export interface SubscribeOptions<Result, Variables> {
  readonly signal?: AbortSignal;
  /** How to take the subscription up again; without it a connection lost after an event ends it with a NetworkError. */
  readonly resume?: Resume<Result, Variables>;
}

/** Sends operations and keeps the session. Each operation that is not imported is left out of a bundle. */
export interface Client {
  /** The operation's data. Throws NetworkError, TimeoutError, AuthError, RateLimitedError or RequestError. */
  request<Result, Variables>(
    document: TypedDocument<Result, Variables> | string,
    variables: Variables,
    options?: CallOptions,
  ): Promise<Result>;
  /** The events of a subscription; leaving the loop or calling `return()` ends it. */
  subscribe<Result, Variables>(
    document: TypedDocument<Result, Variables> | string,
    variables: Variables,
    options?: SubscribeOptions<Result, Variables>,
  ): AsyncGenerator<Result, void, void>;
  /** Stores the tokens of a login; from now on calls are sent as this user. */
  signIn(tokens: Tokens): Promise<void>;
  /** Forgets the tokens; does not tell the server. */
  signOut(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 15_000;

/** For callers in JavaScript, whom no compiler tells. */
function requireUrl(options: Partial<ClientOptions> | undefined): void {
  if (typeof options?.url === "string" && options.url !== "") return;
  throw new TypeError(
    "`url` is missing: the gateway's GraphQL endpoint, for example https://shop.example/graphql.",
  );
}

/** Throws a TypeError when there is no `url`. */
export function createClient(options: ClientOptions): Client {
  requireUrl(options);
  const transport = { url: options.url, fetch: options.fetch ?? globalFetch };
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const retry = { ...defaultRetry, ...options.retry };
  const session = createSession(options.tokens ?? memoryTokenStore(), refresh);
  const socket = createSocket({
    url: options.webSocketUrl ?? webSocketUrl(options.url),
    webSocketImpl: options.webSocketImpl,
    load: options.graphqlWs ?? (() => import("graphql-ws/client")),
    accessToken: () => session.accessToken(),
  });
  const tools = { socket, session, reconnect: { ...defaultReconnect, ...options.reconnect } };

  /** Never repeated: a refresh token that is sent twice counts as stolen. */
  async function refresh(refreshToken: string): Promise<Tokens | null> {
    const deadline = startDeadline(timeoutMs);
    try {
      const variables = { input: { refreshToken } };
      const text = RefreshSessionDocument.text;
      const data = await exchange(
        transport,
        { text, variables, accessToken: null },
        deadline.signal,
      );
      return (data as ResultOf<typeof RefreshSessionDocument>).refreshSession.session;
    } finally {
      deadline.release();
    }
  }

  async function send(text: string, variables: unknown, signal: AbortSignal): Promise<unknown> {
    const accessToken = await orAbort(session.accessToken(), signal);
    try {
      return await exchange(transport, { text, variables, accessToken }, signal);
    } catch (error) {
      if (!(error instanceof AuthError) || accessToken === null) throw error;
      const renewed = await orAbort(session.renew(accessToken), signal);
      return exchange(transport, { text, variables, accessToken: renewed }, signal);
    }
  }

  return {
    async request<Result, Variables>(
      document: TypedDocument<Result, Variables> | string,
      variables: Variables,
      call: CallOptions = {},
    ) {
      const text = documentText(document);
      const deadline = startDeadline(call.timeoutMs ?? timeoutMs, call.signal);
      const attempt = () =>
        call.anonymous === true
          ? exchange(transport, { text, variables, accessToken: null }, deadline.signal)
          : send(text, variables, deadline.signal);
      const mayRepeat = isQuery(text) || hasIdempotencyKey(variables);
      try {
        const data = await (mayRepeat ? withRetry(attempt, deadline, retry) : attempt());
        return data as Result;
      } finally {
        deadline.release();
      }
    },
    subscribe(document, variables, { signal, resume } = {}) {
      const text = documentText(document);
      return stoppable(
        (inner) =>
          runSubscription({ text, variables, resume: resume ?? null, signal: inner }, tools),
        signal,
      );
    },
    async signIn(tokens) {
      await session.accept(tokens);
      socket.cut();
    },
    async signOut() {
      await session.clear();
      socket.cut();
    },
  };
}

type ResultOf<Document> = Document extends TypedDocument<infer Result, never> ? Result : never;

/** Looked up at each call: tests and polyfills replace it, and it must be called as a method of the global object. */
const globalFetch: Fetch = (url, init) => globalThis.fetch(url, init);

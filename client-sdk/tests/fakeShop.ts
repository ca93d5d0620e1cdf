import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { buildSchema, type ExecutionResult } from "graphql";
import * as graphqlWs from "graphql-ws/client";
import { useServer } from "graphql-ws/use/ws";
import { WebSocket, WebSocketServer } from "ws";
import type { ClientOptions } from "../src/index";

const apiFile = path.resolve(__dirname, "..", "..", "..", "schema", "api.graphql");

/** What the fake shop saw of one HTTP request. */
export interface SeenRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly authorization: string | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body: unknown;
}

/** What the fake shop saw of one subscription. */
export interface SeenSubscription {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  /** `authorization` of the connection's parameters. */
  readonly authorization: unknown;
  /** Closes the subscription's connection with this code. */
  close(code: number): void;
}

export type Events = AsyncGenerator<ExecutionResult, void, void>;

/** A small local server that answers as the test says, over HTTP and graphql-transport-ws on one path. */
export interface FakeShop {
  readonly options: ClientOptions;
  readonly requests: SeenRequest[];
  readonly subscriptions: SeenSubscription[];
  /** How HTTP requests are answered, until replaced. */
  answer: (request: SeenRequest) => Reply | Promise<Reply>;
  /** How subscriptions are answered, until replaced. */
  events: (subscription: SeenSubscription) => Events;
  stop(): Promise<void>;
}

export async function startFakeShop(): Promise<FakeShop> {
  const http = createServer((request, response) => {
    void respond(request).then(({ status = 200, headers = {}, body }) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  const sockets = new WebSocketServer({ server: http, path: "/graphql" });

  async function respond(request: IncomingMessage): Promise<Reply> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = JSON.parse(Buffer.concat(chunks).toString()) as SeenRequest;
    const { authorization } = request.headers;
    const seen = { query: body.query, variables: body.variables, authorization };
    shop.requests.push(seen);
    return shop.answer(seen);
  }

  useServer(
    {
      schema: buildSchema(readFileSync(apiFile, "utf8")),
      subscribe: ({ contextValue }) => shop.events(contextValue as SeenSubscription),
      context(connection, _id, { query, variables }) {
        const seen: SeenSubscription = {
          query,
          variables: variables ?? {},
          authorization: connection.connectionParams?.["authorization"],
          close: (code) => connection.extra.socket.close(code),
        };
        shop.subscriptions.push(seen);
        return seen;
      },
    },
    sockets,
  );

  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;
  const shop: FakeShop = {
    options: {
      url: `http://127.0.0.1:${port}/graphql`,
      webSocketImpl: WebSocket,
      // jest has no dynamic import; package.test.ts covers the default.
      graphqlWs: () => Promise.resolve(graphqlWs),
      retry: { baseMs: 1, maxMs: 2 },
      reconnect: { baseMs: 1, maxMs: 2 },
    },
    requests: [],
    subscriptions: [],
    answer: () => ({ body: { data: {} } }),
    async *events() {
      // No event unless a test says so.
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };
  return shop;
}

/** An answer with one top-level error. */
export function failure(code: string, status = 200): Reply {
  const error = { message: `It is ${code}.`, extensions: { code, requestId: "request-1" } };
  return { status, body: { data: null, errors: [error] } };
}

/** A promise to be settled by the test. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** Tokens that stay good for a quarter of an hour, told apart by a number. */
export function tokens(number: number) {
  return {
    accessToken: `access-${number}`,
    refreshToken: `refresh-${number}`,
    expiresAt: new Date(Date.now() + 15 * 60_000).toISOString(),
  };
}

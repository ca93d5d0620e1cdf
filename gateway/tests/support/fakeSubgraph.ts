import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  IDENTITY_HEADER,
  subscribeBody,
  verifyIdentity,
} from "@micro-shop/common/security/identity";
import type { ServiceName } from "@micro-shop/common/serviceNames";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { graphql, parse, type GraphQLSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import type { IncomingHttpHeaders } from "node:http";
import { WebSocketServer } from "ws";

/** Resolvers by type and field; a subscription's is `{ subscribe, resolve }`. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type SchemaModule = Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>;

export interface FakeSubgraphOptions {
  readonly name: ServiceName;
  readonly sdl: string;
  readonly resolvers: Resolvers;
  readonly identitySecret: string;
  readonly port?: number;
}

/** A request as it came, with the caller its signature proved. */
export interface SeenRequest {
  readonly headers: IncomingHttpHeaders;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** The socket a subscription came over. */
  readonly socket?: object;
}

/** Answers instead of the schema, or returns undefined to let it answer. */
export type Behaviour = (query: string, reply: FastifyReply) => unknown;

/** An in-memory subgraph that accepts only signed calls and remembers them. */
export interface FakeSubgraph {
  readonly name: ServiceName;
  readonly url: string;
  readonly port: number;
  readonly seen: SeenRequest[];
  /** Payloads of subscribe messages. */
  readonly subscribed: SeenRequest[];
  behave(behaviour: Behaviour | null): void;
  setReady(ready: boolean): void;
  stop(): Promise<void>;
}

export async function startFakeSubgraph(options: FakeSubgraphOptions): Promise<FakeSubgraph> {
  const { name, identitySecret } = options;
  const schema = buildSubgraphSchema({
    typeDefs: parse(options.sdl),
    resolvers: options.resolvers as NonNullable<SchemaModule["resolvers"]>,
  });
  const seen: SeenRequest[] = [];
  const subscribed: SeenRequest[] = [];
  let behaviour: Behaviour | null = null;
  let ready = true;

  const app = Fastify({ forceCloseConnections: true });
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) =>
    done(null, body),
  );
  app.get("/health/ready", async (_request, reply) => reply.code(ready ? 200 : 503).send({}));
  app.post("/graphql", async (request, reply) => {
    const body = String(request.body);
    const caller = verifyIdentity(identitySecret, String(request.headers[IDENTITY_HEADER]), {
      audience: name,
      body,
    });
    const { query, variables, operationName } = JSON.parse(body);
    seen.push({ headers: request.headers, query, variables, caller });
    const instead = await behaviour?.(query, reply);
    if (instead !== undefined) return instead;
    return graphql({
      schema,
      source: query,
      variableValues: variables,
      operationName,
      contextValue: { caller },
    });
  });
  const sockets = serveSockets(app, { schema, name, identitySecret, subscribed });
  const url = await app.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  return {
    name,
    url: `${url}/graphql`,
    port: Number(new URL(url).port),
    seen,
    subscribed,
    behave(next) {
      behaviour = next;
    },
    setReady(next) {
      ready = next;
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      await app.close();
    },
  };
}

interface SocketParts {
  readonly schema: GraphQLSchema;
  readonly name: ServiceName;
  readonly identitySecret: string;
  readonly subscribed: SeenRequest[];
}

function serveSockets(app: FastifyInstance, parts: SocketParts): WebSocketServer {
  const sockets = new WebSocketServer({ server: app.server, path: "/graphql" });
  useServer(
    {
      schema: parts.schema,
      onSubscribe({ extra: { socket } }, _id, { query, variables, extensions }) {
        const caller = verifyIdentity(parts.identitySecret, String(extensions?.["identity"]), {
          audience: parts.name,
          body: subscribeBody({ query, variables }),
        });
        parts.subscribed.push({ headers: {}, query, variables: variables ?? {}, caller, socket });
      },
    },
    sockets,
  );
  return sockets;
}

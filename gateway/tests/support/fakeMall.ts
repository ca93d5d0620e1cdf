import { EventEmitter, on } from "node:events";
import { portOf } from "@micro-shop/common/testing/portOf";
import fastify from "fastify";
import { buildSchema, graphql, type GraphQLSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { registerPlayground } from "../../playground/registerPlayground";

/** A server with the playground and a small schema behind it, to test the page without the mall. */
export interface FakeMall {
  readonly origin: string;
  /** Tokens that are accepted from now on; all others are 401. */
  readonly goodTokens: Set<string>;
  /** How long the tokens issued from now on say they live. */
  tokenLifeMs: number;
  /** Refuse to renew sessions from now on. */
  sessionsRevoked: boolean;
  /** Answers one status to every open subscription. */
  changeStatus(status: string): void;
  /** Forgets what the last test set. */
  reset(): void;
  close(): Promise<void>;
}

const schema: GraphQLSchema = buildSchema(`
  input LoginInput { login: String! password: String! }
  input RefreshSessionInput { refreshToken: String! }
  type User { id: ID! name: String roles: [String!] }
  type Session { accessToken: String! refreshToken: String! expiresAt: String! user: User! }
  type UserError { code: String! message: String! path: [String!] }
  type SessionPayload { session: Session userErrors: [UserError!]! }
  type LogoutPayload { userErrors: [UserError!]! }
  type OrderStatusChange { status: String! seenBy: String }
  type Query { "The authorization header of this request." authorization: String }
  type Mutation {
    login(input: LoginInput!): SessionPayload!
    refreshSession(input: RefreshSessionInput!): SessionPayload!
    logout: LogoutPayload!
  }
  type Subscription { orderStatusChanged(orderId: ID!): OrderStatusChange }
`);

const tokenLifeMs = 600_000;

/** Starts on a free port of 127.0.0.1. */
export async function startFakeMall(): Promise<FakeMall> {
  const changes = new EventEmitter();
  const mall = {
    origin: "",
    goodTokens: new Set<string>(),
    tokenLifeMs,
    sessionsRevoked: false,
    changeStatus: (status: string) => void changes.emit("status", status),
    reset() {
      mall.goodTokens.clear();
      mall.tokenLifeMs = tokenLifeMs;
      mall.sessionsRevoked = false;
    },
    async close() {
      await socketServer.dispose();
      await app.close();
    },
  };
  const issue = (login: string, generation: number) => {
    const accessToken = `access-${login}-${generation}`;
    mall.goodTokens.add(accessToken);
    return {
      accessToken,
      refreshToken: `refresh:${login}:${generation}`,
      expiresAt: new Date(Date.now() + mall.tokenLifeMs).toISOString(),
      user: { id: login, name: login.split("@")[0], roles: ["ADMIN"] },
    };
  };
  const rootValue = {
    authorization: (_: unknown, { authorization }: { authorization?: string }) => authorization,
    login: ({ input }: { input: { login: string; password: string } }) =>
      input.password === "micro-shop-demo"
        ? { session: issue(input.login, 1), userErrors: [] }
        : refusal("Wrong login or password."),
    refreshSession: ({ input }: { input: { refreshToken: string } }) => {
      if (mall.sessionsRevoked) {
        return refusal("The session was closed.");
      }
      const [, login = "", generation] = input.refreshToken.split(":");
      return { session: issue(login, Number(generation) + 1), userErrors: [] };
    },
    logout: () => ({ userErrors: [] }),
    async *orderStatusChanged(_: unknown, { authorization }: { authorization?: string }) {
      yield { orderStatusChanged: { status: "PENDING_PAYMENT", seenBy: authorization } };
      for await (const [status] of on(changes, "status")) {
        yield { orderStatusChanged: { status, seenBy: authorization } };
      }
    },
  };

  const app = fastify();
  await registerPlayground(app, { demoLogins: true, endpoint: "/graphql" });
  app.post<{
    Body: { query: string; variables?: Record<string, unknown>; operationName?: string };
  }>("/graphql", async (request, reply) => {
    const { authorization } = request.headers;
    if (authorization !== undefined && !mall.goodTokens.has(authorization.replace("Bearer ", ""))) {
      const error = { message: "Sign in again.", extensions: { code: "UNAUTHENTICATED" } };
      return reply.code(401).send({ errors: [error] });
    }
    const { query: source, variables: variableValues, operationName } = request.body;
    const contextValue = { authorization };
    return graphql({ schema, source, variableValues, operationName, rootValue, contextValue });
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const sockets = new WebSocketServer({ server: app.server, path: "/graphql" });
  const socketServer = useServer(
    { schema, roots: { subscription: rootValue }, context: (socket) => socket.connectionParams },
    sockets,
  );
  mall.origin = `http://127.0.0.1:${portOf(app.server)}`;
  return mall;
}

function refusal(message: string) {
  return { session: null, userErrors: [{ code: "BAD_CREDENTIALS", message }] };
}

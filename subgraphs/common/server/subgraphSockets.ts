import {
  createSourceEventStream,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from "graphql";
import { useServer } from "graphql-ws/use/ws";
import type { Server } from "node:http";
import { WebSocketServer } from "ws";
import { runAsRequest } from "../database/statements";
import { Fault } from "../errors";
import { maskError } from "../graphql/maskError";
import type { Caller, RequestContext } from "../graphql/requestContext";
import type { Logger } from "../log";
import { mapStream } from "../messaging/mapStream";
import { startDeadline } from "../resilience/deadline";
import { logUnexpected, REQUEST_BUDGET_MS } from "./subgraphHttp";

const INIT_TIMEOUT_MS = 3_000;
const MAX_MESSAGE_BYTES = 1_048_576;

/** Proves who subscribes from the identity in the message's extensions and the operation it was signed for. */
export type SubscriberCheck = (identity: unknown, operation: SubscribeOperation) => Caller;

export interface SubscribeOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

export interface SubgraphSocketOptions<Context extends RequestContext> {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly checkCaller: SubscriberCheck;
  readonly createContext: (request: RequestContext) => Context;
}

/** Serves graphql-transport-ws on /graphql of the HTTP server. Returns what closes all sockets with 1001. */
export function mountSubgraphSockets<Context extends RequestContext>(
  server: Server,
  options: SubgraphSocketOptions<Context>,
): { dispose(): Promise<void> } {
  const sockets = new WebSocketServer({
    // Not `{ server }`: then graphql-ws prints a port in use, with a stack, before we can say it better.
    noServer: true,
    path: "/graphql",
    maxPayload: MAX_MESSAGE_BYTES,
  });
  server.on("upgrade", (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (client) =>
      sockets.emit("connection", client, request),
    ),
  );
  const callers = new WeakMap<object, Caller>();
  const contextFor = (caller: Caller): Context =>
    options.createContext({
      caller,
      deadline: startDeadline(REQUEST_BUDGET_MS),
      log: options.log.child({ requestId: caller.requestId }),
      idempotencyKey: null,
    });
  const disposable = useServer(
    {
      schema: options.schema,
      connectionInitWaitTimeout: INIT_TIMEOUT_MS,
      onSubscribe: (_socket, _id, payload) => {
        try {
          const { query, variables, extensions } = payload;
          const operation = { query, variables: variables ?? null };
          callers.set(payload, options.checkCaller(extensions?.["identity"], operation));
          return undefined;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          return [new GraphQLError(error.message, { originalError: error })];
        }
      },
      context: (_socket, _id, payload) => {
        const caller = callers.get(payload);
        if (!caller) throw new Fault("UNAUTHENTICATED");
        return contextFor(caller);
      },
      execute: (args) => runAsRequest((args.contextValue as Context).deadline, () => execute(args)),
      // graphql-js would share one context, and so its loaders' caches, among all events of a subscription.
      subscribe: async (args) => {
        const context = args.contextValue as Context;
        const source = await runAsRequest(context.deadline, () => createSourceEventStream(args));
        if (!(Symbol.asyncIterator in source)) return source;
        return mapStream(source, (event) => {
          const contextValue = contextFor(context.caller);
          return runAsRequest(contextValue.deadline, async () =>
            execute({ ...args, rootValue: event, contextValue }),
          );
        });
      },
      onError: (_socket, _id, _payload, errors) => errors.map((error) => maskError(error)),
      onNext: (...[, , , { contextValue }, { data, errors }]) => ({
        ...(data === undefined ? {} : { data }),
        ...(errors ? { errors: maskAll(errors, contextValue as Context) } : {}),
      }),
    },
    sockets,
  );
  return { dispose: async () => disposable.dispose() };
}

function maskAll(
  errors: readonly GraphQLError[],
  context: RequestContext,
): readonly GraphQLFormattedError[] {
  for (const error of errors) logUnexpected(context.log, error);
  return errors.map((error) => maskError(error));
}

import { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { GraphQLError, GraphQLSchema } from "graphql";
import { runAsRequest } from "../database/statements";
import { Fault, fault } from "../errors";
import { isExpected, maskError, originalOf } from "../graphql/maskError";
import type { Caller, RequestContext } from "../graphql/requestContext";
import type { Logger } from "../log";
import { budgetFromHeader, DEADLINE_HEADER, startDeadline } from "../resilience/deadline";
import { headerOf, IDEMPOTENCY_HEADER } from "./headers";
import { rawBodyOf } from "./jsonBody";
import { leanApolloPlugins } from "./leanApollo";

/** Own limit of a request whose caller granted more or named none; the gateway's is 5 s. */
export const REQUEST_BUDGET_MS = 5_000;

/** Proves who calls from the identity header and the body's bytes; throws a Fault UNAUTHENTICATED. */
export type CallerCheck = (identity: string | undefined, body: Buffer) => Caller;

export interface SubgraphHttpOptions<Context extends RequestContext> {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly identityHeader: string;
  readonly checkCaller: CallerCheck;
  readonly createContext: (request: RequestContext) => Context;
}

/** Mounts POST /graphql: lean (no cache-control, landing page, introspection or reports), and only for proven callers. */
export async function mountSubgraphHttp<Context extends RequestContext>(
  app: FastifyInstance,
  options: SubgraphHttpOptions<Context>,
): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    schema: options.schema,
    introspection: false,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: options.log,
    formatError: (_formatted, error) => maskError(error),
    plugins: [
      ...leanApolloPlugins(),
      {
        requestDidStart: async () => ({
          didEncounterErrors: async ({ errors, contextValue }) => {
            for (const error of errors) logUnexpected(contextValue.log, error);
          },
        }),
      },
    ],
  });
  await apollo.start();
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  const contextOf = (request: FastifyRequest): RequestContext =>
    contexts.get(request) ?? fault("UNAUTHENTICATED");
  const handle = fastifyApolloHandler(apollo, {
    context: async (request) => options.createContext(contextOf(request)),
  });
  app.route({
    method: "POST",
    url: "/graphql",
    preHandler: async (request, reply) => {
      try {
        const identity = headerOf(request, options.identityHeader);
        const caller = options.checkCaller(identity, rawBodyOf(request));
        contexts.set(request, requestContextOf(request, reply, caller, options.log));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        await reply.code(error.httpStatus).send({ errors: [maskError(error)] });
      }
    },
    handler(request, reply) {
      const { deadline } = contextOf(request);
      return runAsRequest(deadline, () => handle.call(app, request, reply));
    },
  });
  return apollo;
}

/** Logs what no client caused, with its causes, which a client never sees. */
export function logUnexpected(log: Logger, error: GraphQLError): void {
  if (isExpected(error)) return;
  log.error({ err: originalOf(error), path: error.path }, "operation failed");
}

function requestContextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  log: Logger,
): RequestContext {
  const left = new AbortController();
  reply.raw.on("close", () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return {
    caller,
    deadline: startDeadline(
      budgetFromHeader(headerOf(request, DEADLINE_HEADER), REQUEST_BUDGET_MS),
      left.signal,
    ),
    log: log.child({ requestId: caller.requestId }),
    idempotencyKey:
      caller.service === "gateway" ? null : (headerOf(request, IDEMPOTENCY_HEADER) ?? null),
  };
}

import { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import { Fault } from "@micro-shop/common/errors";
import type { Logger } from "@micro-shop/common/log";
import { leanApolloPlugins } from "@micro-shop/common/server/leanApollo";
import type { FastifyInstance } from "fastify";
import type { GatewayContext } from "../context";
import type { Engine } from "../engine/engine";
import { engineGateway } from "../engine/engineGateway";
import { faultError } from "../faultError";
import { serverErrorFormatter } from "../plugins/formatErrors";
import type { LogOperation } from "../plugins/logOperation";
import { operationPlugin } from "../plugins/operationPlugin";
import type { OperationRules } from "../plugins/operationRules";
import { REQUEST_ID_HEADER } from "../plugins/requestId";
import { createRequestScope, runInScope } from "../plugins/requestScope";
import { validationPlugin } from "../plugins/validationPlugin";
import type { AllowedOrigins } from "../security/allowedOrigins";
import type { Authenticate } from "../security/authentication";
import { clientAddressOf } from "../security/clientAddress";
import { allowOrigins } from "./crossOrigin";
import { createHttpContext } from "./httpContext";
import { logRequests, recordOf, startRecord } from "./requestRecords";

export interface GraphqlRouteOptions {
  readonly engine: Engine;
  readonly supergraphSdl: string;
  readonly authenticate: Authenticate;
  readonly rules: OperationRules;
  readonly operationTimeoutMs: number;
  readonly bodyLimitBytes: number;
  readonly trustedProxies: number;
  readonly origins: AllowedOrigins;
  readonly hideSuggestions: boolean;
  readonly log: Logger;
  readonly logOperation: LogOperation;
}

/** Mounts GET and POST /graphql. Stop the returned server after the HTTP server has closed. */
export async function mountGraphql(
  app: FastifyInstance,
  options: GraphqlRouteOptions,
): Promise<ApolloServer<GatewayContext>> {
  const apollo = new ApolloServer<GatewayContext>({
    gateway: engineGateway(options.engine, options.supergraphSdl),
    parseOptions: options.rules.parseOptions,
    // The validation plugin does it, so that both lanes refuse alike.
    dangerouslyDisableValidation: true,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: serverErrorFormatter(options),
    logger: options.log,
    plugins: [operationPlugin(), validationPlugin(options.rules, options), ...leanApolloPlugins()],
  });
  await apollo.start();
  logRequests(app, options.logOperation);

  const handle = fastifyApolloHandler(apollo, {
    context: (request, reply) => createHttpContext(request, reply, options),
  });
  await app.register(async (routes) => {
    await allowOrigins(routes, options.origins);
    routes.route({
      method: ["GET", "POST"],
      url: "/graphql",
      bodyLimit: options.bodyLimitBytes,
      onRequest: async (request, reply) => {
        const requestId = String(reply.getHeader(REQUEST_ID_HEADER));
        const scope = createRequestScope(requestId, options.log.child({ requestId }));
        const clientAddress = clientAddressOf(request.raw, options.trustedProxies);
        startRecord(request, { scope, clientAddress, userId: null });
        // Answers depend on who asks; nothing on the way may keep them.
        reply.header("cache-control", "no-store");
      },
      handler(request, reply) {
        const record = recordOf(request);
        if (!record) throw faultError(new Fault("INTERNAL"));
        return runInScope(record.scope, () => handle.call(routes, request, reply));
      },
    });
  });
  return apollo;
}

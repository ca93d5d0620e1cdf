import "./engine/telemetryOff";
import type { Logger } from "@micro-shop/common/log";
import { addHealth } from "@micro-shop/common/server/health";
import { listen } from "@micro-shop/common/server/listen";
import { addMetrics } from "@micro-shop/common/server/metrics";
import type { RunningService } from "@micro-shop/common/server/runService";
import Fastify, { type FastifyInstance } from "fastify";
import { allowedOrigins, isOn, operationLimits, socketLimits, type GatewayConfig } from "./config";
import { readListSizes } from "./engine/listSizes";
import { fieldsTagged } from "./engine/supergraphSdl";
import { openEngineRoom } from "./engineRoom";
import { gatewayMetrics } from "./health/gatewayMetrics";
import { subgraphReadiness } from "./health/subgraphReadiness";
import { replyToBadUrl, replyToErrors } from "./http/errorReplies";
import { mountGraphql } from "./http/graphqlRoute";
import { stripOwnHeaders } from "./http/ownHeaders";
import { mountPlayground } from "./http/playgroundRoute";
import { SENSITIVE_TAG } from "./plugins/limits/maxSensitiveFields";
import { perGeneration } from "./plugins/limits/perGeneration";
import { createLogOperation } from "./plugins/logOperation";
import { operationRules } from "./plugins/operationRules";
import { REQUEST_ID_HEADER, requestIdOf } from "./plugins/requestId";
import { openGate } from "./security/gate";
import { createAdmission } from "./subscriptions/admission";
import { mountSockets } from "./subscriptions/socketServer";

/** A request whose head and body take longer to arrive is cut off. */
const REQUEST_WITHIN_MS = 15_000;

/** Starts the gateway. Rejects when the supergraph cannot be run or the port is taken. */
export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningService> {
  const room = await openEngineRoom(config, log);
  const { engine, supergraphSdl } = room;
  const gate = openGate(config, log);
  const rules = operationRules({
    limits: operationLimits(config),
    introspection: isOn(config.INTROSPECTION, config),
    sensitiveFields: perGeneration(engine, supergraphSdl, (sdl) =>
      fieldsTagged(sdl, SENSITIVE_TAG),
    ),
    listSizes: perGeneration(engine, supergraphSdl, readListSizes),
  });
  const lane = {
    origins: allowedOrigins(config),
    engine,
    authenticate: gate.authenticate,
    operationTimeoutMs: config.OPERATION_TIMEOUT_MS,
    trustedProxies: config.TRUSTED_PROXIES,
    hideSuggestions: config.isProduction,
    log,
    logOperation: createLogOperation(log, gatewayMetrics.observeOperation),
  };

  let draining = false;
  const app = createApp(config, log, () => draining);
  const health = addHealth(app, [subgraphReadiness(engine, room.subgraphs)], log);
  await mountPlayground(app, {
    isOn: isOn(config.PLAYGROUND, config),
    demoLogins: !config.isProduction,
  });
  const apollo = await mountGraphql(app, {
    ...lane,
    rules,
    supergraphSdl,
    bodyLimitBytes: config.BODY_LIMIT_BYTES,
  });
  const sockets = mountSockets({
    ...lane,
    server: app.server,
    path: "/graphql",
    admit: createAdmission(rules),
    checkSize: rules.checkSize,
    limits: socketLimits(config),
    onCount: gatewayMetrics.setSockets,
  });
  gate.onRevocation((isRevoked) => sockets.closeWhere(isRevoked));

  const port = await listen(app, config).catch(async (error: unknown) => {
    gate.close();
    await room.stop();
    throw error;
  });
  room.watch();
  log.info({ port }, "gateway is ready");
  return {
    port,
    async stop() {
      health.startDraining();
      draining = true;
      gate.close();
      // Sockets first: an open one would keep the HTTP server from closing.
      await sockets.dispose();
      await app.close();
      await apollo.stop();
      await room.stop();
    },
  };
}

function createApp(config: GatewayConfig, log: Logger, isDraining: () => boolean): FastifyInstance {
  const app = Fastify({
    bodyLimit: config.BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    // While draining, a request on a kept connection is still answered, and its connection closed after it.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    frameworkErrors: replyToBadUrl,
  });
  // Without it a page could send bodies that browsers let pass unasked.
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", async (request, reply) => {
    stripOwnHeaders(request.headers);
    reply.header(REQUEST_ID_HEADER, requestIdOf(request.headers[REQUEST_ID_HEADER]));
  });
  // A connection that was kept after this reply would hold up the end for as long as its client likes.
  app.addHook("onSend", async (_request, reply) => {
    if (isDraining()) reply.header("connection", "close");
  });
  replyToErrors(app, log);
  addMetrics(app);
  return app;
}

import { readFile } from "node:fs/promises";
import { ConfigError } from "@micro-shop/common/config";
import type { Logger } from "@micro-shop/common/log";
import type { GatewayConfig } from "./config";
import { createApolloEngine } from "./engine/apolloEngine";
import type { Engine } from "./engine/engine";
import { watchSupergraph } from "./engine/supergraphFile";
import { gatewayMetrics } from "./health/gatewayMetrics";
import { createOpenUpstream } from "./subscriptions/openUpstream";
import { createUpstreamSockets } from "./subscriptions/upstreamSockets";
import { unsigned } from "./transport/callSigner";
import { createIdentitySigner } from "./transport/identitySigner";
import { createSubgraphs, type Subgraphs } from "./transport/subgraphs";

/** The engine with everything below it. */
export interface EngineRoom {
  readonly engine: Engine;
  readonly subgraphs: Subgraphs;
  /** The supergraph the engine started with. */
  readonly supergraphSdl: string;
  /** Follows changes of the supergraph file from now on. */
  watch(): void;
  stop(): Promise<void>;
}

/** Loads the supergraph and prepares the way to its subgraphs. Rejects when the file cannot be run. */
export async function openEngineRoom(config: GatewayConfig, log: Logger): Promise<EngineRoom> {
  const supergraphSdl = await readSupergraph(config.SUPERGRAPH);
  const signer =
    config.IDENTITY_SIGNING === "off" ? unsigned : createIdentitySigner(config.IDENTITY_SECRET);
  const subgraphs = createSubgraphs({
    urlOf: config.subgraphUrl,
    timeoutMs: config.OPERATION_TIMEOUT_MS,
    maxReplyBytes: config.REPLY_LIMIT_BYTES,
    signer,
    onCall: gatewayMetrics.observeCall,
  });
  const sockets = createUpstreamSockets({
    urlOf: subgraphs.urlOf,
    maxMessageBytes: config.REPLY_LIMIT_BYTES,
  });
  const engine = await createApolloEngine({
    supergraphSdl,
    dataSources: subgraphs.dataSources,
    openUpstream: createOpenUpstream({ sockets, signer }),
    eventDeadlineMs: config.OPERATION_TIMEOUT_MS,
    log,
  });
  let unwatch = (): void => undefined;
  return {
    engine,
    subgraphs,
    supergraphSdl,
    watch() {
      const { countReload } = gatewayMetrics;
      unwatch = watchSupergraph({ file: config.SUPERGRAPH, engine, log, onReload: countReload });
    },
    async stop() {
      unwatch();
      await sockets.close();
      await engine.stop();
      await subgraphs.close();
    },
  };
}

async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    // Whatever kept it from being read, the setting is what to look at.
    throw new ConfigError([
      `SUPERGRAPH=${JSON.stringify(file)} cannot be read. Name a file that exists; \`npm run schema\` writes the default one.`,
    ]);
  }
}

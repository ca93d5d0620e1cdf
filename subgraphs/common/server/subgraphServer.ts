import Fastify, { type FastifyInstance } from "fastify";
import type { Database } from "../database/pool";
import { migrate, pendingMigrations } from "../database/migrate";
import type { RequestContext } from "../graphql/requestContext";
import type { Subgraph } from "../graphql/subgraph";
import type { Logger } from "../log";
import { messageSweep } from "../messaging/messageSweep";
import { IDENTITY_HEADER } from "../security/identity";
import type { ServiceName } from "../serviceNames";
import { callerChecks } from "./callerChecks";
import { replyToErrors } from "./errorReplies";
import { addHealth } from "./health";
import type { Job } from "./job";
import { keepRawJsonBodies } from "./jsonBody";
import { listen } from "./listen";
import { addMetrics } from "./metrics";
import type { RunningService } from "./runService";
import { describeDatabaseError } from "./startProblems";
import { mountSubgraphHttp } from "./subgraphHttp";
import { mountSubgraphSockets } from "./subgraphSockets";

/** A thousand representations with their required fields fit; more is nobody's honest request. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

/** A request whose head and body take longer to arrive is cut off: webhooks come from anywhere. */
const REQUEST_WITHIN_MS = 15_000;

export interface SubgraphServerOptions<Context extends RequestContext> {
  readonly name: ServiceName;
  readonly subgraph: Subgraph;
  readonly config: {
    readonly HOST: string;
    readonly PORT: number;
    readonly IDENTITY_SECRET: string;
  };
  readonly log: Logger;
  readonly database: Database;
  readonly migrationsFolder: string;
  /** Puts the subgraph's own things (loaders, clients) beside what every request has. */
  readonly createContext: (request: RequestContext) => Context;
  /** Runs after the migrations and before the first request, e.g. the seed. */
  readonly prepare?: () => Promise<void>;
  /** Mounts routes beside GraphQL: webhooks, key sets. */
  readonly routes?: (app: FastifyInstance) => void;
  /** Beside the sweep of old messages, which every service has. */
  readonly jobs?: readonly Job[];
  /** Runs after everything else has stopped, e.g. to stop the embedded database. */
  readonly onStopped?: () => Promise<void>;
}

/** Migrates, then serves a subgraph: GraphQL over HTTP and WebSocket, health, metrics, jobs. Owns the database from here on. */
export async function startSubgraph<Context extends RequestContext>(
  options: SubgraphServerOptions<Context>,
): Promise<RunningService> {
  const { name, config, log, database, migrationsFolder, createContext } = options;
  await migrate(database, migrationsFolder, { log }).catch((error: unknown) => {
    throw describeDatabaseError(error, name, database);
  });
  await options.prepare?.();

  const app = Fastify({ bodyLimit: BODY_LIMIT_BYTES, requestTimeout: REQUEST_WITHIN_MS });
  replyToErrors(app, log);
  keepRawJsonBodies(app);
  addMetrics(app);
  const health = addHealth(app, [databaseCheck(database, migrationsFolder)], log);
  const { schema } = options.subgraph;
  const { checkHttp, checkSubscription } = callerChecks(name, config.IDENTITY_SECRET);
  const apollo = await mountSubgraphHttp(app, {
    schema,
    log,
    identityHeader: IDENTITY_HEADER,
    checkCaller: checkHttp,
    createContext,
  });
  options.routes?.(app);
  const sockets = mountSubgraphSockets(app.server, {
    schema,
    log,
    checkCaller: checkSubscription,
    createContext,
  });
  const port = await listen(app, config);
  const jobs = [messageSweep({ database, log }), ...(options.jobs ?? [])];
  const stopJobs = jobs.map((job) => job.start());
  log.info({ port }, `${name} is ready`);
  return {
    port,
    async stop() {
      health.startDraining();
      // Sockets first: an open one would keep the HTTP server from closing.
      await sockets.dispose();
      await app.close();
      await apollo.stop();
      await Promise.all(stopJobs.map((stop) => stop()));
      await database.close();
      await options.onStopped?.();
    },
  };
}

function databaseCheck(
  database: Database,
  migrationsFolder: string,
): { name: string; check: () => Promise<void> } {
  return {
    name: "database",
    async check() {
      const pending = await pendingMigrations(database, migrationsFolder);
      if (pending.length > 0) throw new Error(`pending migrations: ${pending.join(", ")}`);
    },
  };
}

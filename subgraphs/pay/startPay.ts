import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Database } from "@micro-shop/common/database/pool";
import type { Logger } from "@micro-shop/common/log";
import type { EventBus } from "@micro-shop/common/messaging/eventBus";
import { createEventReceiver } from "@micro-shop/common/messaging/eventReceiver";
import { outboxRelay } from "@micro-shop/common/messaging/outboxRelay";
import type { Job } from "@micro-shop/common/server/job";
import { repeat } from "@micro-shop/common/server/repeat";
import type { RunningService } from "@micro-shop/common/server/runService";
import { startSubgraph } from "@micro-shop/common/server/subgraphServer";
import type { PayConfig } from "./config";
import type { PayContext, PayServices } from "./context";
import { payEventHandlers } from "./jobs/eventHandlers";
import { seedPayments } from "./jobs/seed";
import { createLoaders } from "./loaders/payLoaders";
import { pollAttempts } from "./logic/pollAttempts";
import { reconcile } from "./logic/reconcile";
import { sendRefunds } from "./logic/sendRefunds";
import { deliverNotices } from "./providers/sandbox/server/deliverNotices";
import { createSandboxProvider } from "./providers/sandbox/sandboxProvider";
import { openSandboxBooks } from "./providers/sandbox/server/sandboxBooks";
import { settleDue } from "./providers/sandbox/server/settleDue";
import { mountWebhooks, webhookUrl } from "./routes";
import { createPaySubgraph } from "./subgraph";

/** An overdue attempt waits this much longer at most. */
const POLL_INTERVAL_MS = 1_000;
/** A granted refund waits this much at most until it is sent. */
const REFUND_INTERVAL_MS = 500;
/** How often to look whether a new hour has begun, which is to be reconciled once. */
const RECONCILE_INTERVAL_MS = 60_000;
/** The sandbox's results are late by this much at most. */
const DELIVERY_INTERVAL_MS = 200;

export interface PayServiceOptions {
  readonly config: PayConfig;
  readonly log: Logger;
  readonly database: Database;
  readonly bus: Pick<EventBus, "publish">;
  /** Runs after everything else has stopped. */
  readonly onStopped?: () => Promise<void>;
}

/** Migrates, seeds and serves the pay subgraph with its webhooks and jobs. Owns the database from here on. */
export function startPay(options: PayServiceOptions): Promise<RunningService> {
  const { config, log, database, bus, onStopped } = options;
  const { SEED_AT: seedAt, SANDBOX_WEBHOOK_SECRET: webhookSecret } = config;
  const services: PayServices = {
    database,
    providers:
      webhookSecret === undefined
        ? {}
        : {
            SANDBOX: createSandboxProvider({
              api: openSandboxBooks({ database, pageUrl: () => "" }),
              webhookSecret,
            }),
          },
    providerTimeoutMs: config.PROVIDER_TIMEOUT_MS,
    log,
  };
  const jobs: Job[] = [
    outboxRelay({ database, bus, log }),
    repeat({ name: "poll attempts", intervalMs: POLL_INTERVAL_MS, log }, () =>
      pollAttempts(services),
    ),
    repeat({ name: "send refunds", intervalMs: REFUND_INTERVAL_MS, log }, () =>
      sendRefunds(services),
    ),
    repeat({ name: "reconcile", intervalMs: RECONCILE_INTERVAL_MS, log }, () =>
      reconcile(services),
    ),
  ];
  const handlers = payEventHandlers(services);
  const receiveEvents = createEventReceiver({ consumer: "pay", database, handlers, log });
  return startSubgraph<PayContext>({
    name: "pay",
    subgraph: createPaySubgraph(),
    config,
    log,
    database,
    migrationsFolder: join(__dirname, "../model/migrations"),
    createContext: (request) => ({
      ...services,
      ...request,
      receiveEvents,
      loaders: createLoaders(database),
    }),
    prepare: async () => {
      if (seedAt && (await seedPayments(database, seedAt))) log.info("demo payments seeded");
    },
    routes: (app) => {
      mountWebhooks(app, services);
      // Jobs start later, when the process listens and so has a URL.
      if (webhookSecret !== undefined) {
        jobs.push(sandboxJob(app, { database, webhookSecret, log }));
      }
    },
    jobs,
    ...(onStopped ? { onStopped } : {}),
  });
}

/** The sandbox calls this very process, over HTTP, as a provider on another machine would. */
function sandboxJob(
  app: FastifyInstance,
  options: { readonly database: Database; readonly webhookSecret: string; readonly log: Logger },
): Job {
  const { log } = options;
  return repeat({ name: "sandbox notices", intervalMs: DELIVERY_INTERVAL_MS, log }, async () => {
    await settleDue(options.database);
    await deliverNotices({
      ...options,
      urls: { CARD: webhookUrl(app, "SANDBOX"), WALLET: webhookUrl(app, "REDIRECT") },
    });
  });
}

import { join } from "node:path";
import type { Database } from "@micro-shop/common/database/pool";
import { retentionSweep } from "@micro-shop/common/database/retention";
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
import { payRetention } from "./jobs/retention";
import { seedPayments } from "./jobs/seed";
import { createLoaders } from "./loaders/payLoaders";
import { pollAttempts } from "./logic/pollAttempts";
import { reconcile } from "./logic/reconcile";
import { sendRefunds } from "./logic/sendRefunds";
import { mountWebhooks, webhookUrl } from "./routes";
import { startProviders, type StartedProviders } from "./startProviders";
import { createPaySubgraph } from "./subgraph";

/** An overdue attempt waits this much longer at most. */
const POLL_INTERVAL_MS = 1_000;
/** A granted refund waits this much at most until it is sent. */
const REFUND_INTERVAL_MS = 500;
/** How often to look whether a new hour has begun, which is to be reconciled once. */
const RECONCILE_INTERVAL_MS = 60_000;

export interface PayServiceOptions {
  readonly config: PayConfig;
  readonly log: Logger;
  readonly database: Database;
  readonly bus: Pick<EventBus, "publish">;
  /** Runs after everything else has stopped. */
  readonly onStopped?: () => Promise<void>;
}

/** Migrates, seeds and serves the pay subgraph with its providers, webhooks and jobs. Owns the database from here on. */
export async function startPay(options: PayServiceOptions): Promise<RunningService> {
  const started = await startProviders(options.config, options.log);
  try {
    return await serve(options, started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

function serve(
  { config, log, database, bus, onStopped }: PayServiceOptions,
  { providers, startNotices, stop }: StartedProviders,
): Promise<RunningService> {
  const { SEED_AT: seedAt } = config;
  const services: PayServices = {
    database,
    providers,
    providerTimeoutMs: config.PROVIDER_TIMEOUT_MS,
    captureMode: config.PAYMENT_CAPTURE,
    log,
  };
  const days = { notices: config.NOTICE_DAYS, reconciliations: config.RECONCILIATION_DAYS };
  const jobs: Job[] = [
    outboxRelay({ database, bus, log }),
    repeat({ name: "poll attempts", intervalMs: POLL_INTERVAL_MS, log }, (stopping) =>
      pollAttempts(services, stopping),
    ),
    repeat({ name: "send refunds", intervalMs: REFUND_INTERVAL_MS, log }, (stopping) =>
      sendRefunds(services, stopping),
    ),
    repeat({ name: "reconcile", intervalMs: RECONCILE_INTERVAL_MS, log }, (stopping) =>
      reconcile(services, stopping),
    ),
    retentionSweep({ database, log }, payRetention(days)),
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
      // Once the process listens it has a URL, and its tables.
      app.addHook("onListen", async () => {
        startNotices(() => ({
          CARD: webhookUrl(app, "SANDBOX"),
          WALLET: webhookUrl(app, "REDIRECT"),
        }));
      });
    },
    jobs,
    onStopped: async () => {
      await stop();
      await onStopped?.();
    },
  });
}

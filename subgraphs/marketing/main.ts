import { join } from "node:path";
import { loadConfig, printConfig } from "@micro-shop/common/config";
import { openDatabase } from "@micro-shop/common/database/pool";
import { createServiceClient } from "@micro-shop/common/graphql/serviceClient";
import { createLog } from "@micro-shop/common/log";
import { askOrderDecisions } from "@micro-shop/common/messaging/askOrderDecisions";
import { createEventReceiver } from "@micro-shop/common/messaging/eventReceiver";
import { runService } from "@micro-shop/common/server/runService";
import { startSubgraph } from "@micro-shop/common/server/subgraphServer";
import { withOwnDatabase } from "@micro-shop/common/supervisor/mallDatabases";
import { OrderDecisionsDocument } from "./clients/generated/order";
import { marketingSettings } from "./config";
import { createMarketingContext, type MarketingContext } from "./context";
import { couponEvents } from "./jobs/couponEvents";
import { overdueCoupons } from "./jobs/overdueCoupons";
import { seedMarketing } from "./jobs/seed";
import { createMarketingSubgraph } from "./subgraph";

const log = createLog("marketing");

void runService(log, async () => {
  const provided = await withOwnDatabase("marketing");
  const config = loadConfig(marketingSettings, provided.environment);
  printConfig(log, marketingSettings, config);
  const database = openDatabase({ url: config.MARKETING_DATABASE_URL });
  const clientOf = (to: "product" | "order", url: string) =>
    createServiceClient({ from: "marketing", to, url, identitySecret: config.IDENTITY_SECRET });
  const productClient = clientOf("product", config.PRODUCT_URL);
  const orderClient = clientOf("order", config.ORDER_URL);
  const orders = askOrderDecisions({
    service: "marketing",
    client: orderClient,
    document: OrderDecisionsDocument,
  });
  const receiveEvents = createEventReceiver({
    consumer: "marketing",
    database,
    handlers: couponEvents(log),
    log,
  });
  const services = { database, productClient, receiveEvents };
  const { SEED_AT: seedAt } = config;
  return startSubgraph<MarketingContext>({
    name: "marketing",
    subgraph: createMarketingSubgraph(),
    config,
    log,
    database,
    migrationsFolder: join(__dirname, "../model/migrations"),
    createContext: (request) => createMarketingContext(request, services),
    prepare: async () => {
      if (seedAt && (await seedMarketing(database, seedAt))) log.info("demo marketing seeded");
    },
    jobs: [overdueCoupons({ database, orders }, log)],
    onStopped: async () => {
      await Promise.all([productClient.close(), orderClient.close()]);
      await provided.stop();
    },
  });
});

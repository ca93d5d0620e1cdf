import { join } from "node:path";
import { loadConfig, printConfig } from "@micro-shop/common/config";
import { openDatabase } from "@micro-shop/common/database/pool";
import { createServiceClient } from "@micro-shop/common/graphql/serviceClient";
import { createLog } from "@micro-shop/common/log";
import { askOrderDecisions } from "@micro-shop/common/messaging/askOrderDecisions";
import { runService } from "@micro-shop/common/server/runService";
import { startSubgraph } from "@micro-shop/common/server/subgraphServer";
import { withOwnDatabase } from "@micro-shop/common/supervisor/mallDatabases";
import { OrderDecisionsDocument } from "./clients/generated/order";
import { productSettings } from "./config";
import { createProductContext, type ProductContext } from "./context";
import { overdueReservations } from "./jobs/overdueReservations";
import { seedProducts } from "./jobs/seed";
import { createProductServices } from "./services";
import { createProductSubgraph } from "./subgraph";

const log = createLog("product");

void runService(log, async () => {
  const provided = await withOwnDatabase("product");
  const config = loadConfig(productSettings, provided.environment);
  printConfig(log, productSettings, config);
  const database = openDatabase({ url: config.PRODUCT_DATABASE_URL });
  const services = createProductServices(database, log);
  const orderClient = createServiceClient({
    from: "product",
    to: "order",
    url: config.ORDER_URL,
    identitySecret: config.IDENTITY_SECRET,
  });
  const orders = askOrderDecisions({
    service: "product",
    client: orderClient,
    document: OrderDecisionsDocument,
  });
  const { SEED_AT: seedAt } = config;
  return startSubgraph<ProductContext>({
    name: "product",
    subgraph: createProductSubgraph(),
    config,
    log,
    database,
    migrationsFolder: join(__dirname, "../model/migrations"),
    createContext: (request) => createProductContext(request, services),
    prepare: async () => {
      if (seedAt && (await seedProducts(database, seedAt))) log.info("demo catalogue seeded");
    },
    jobs: [overdueReservations({ database, orders }, log)],
    onStopped: async () => {
      await orderClient.close();
      await provided.stop();
    },
  });
});

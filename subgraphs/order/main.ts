import { loadConfig, printConfig } from "@micro-shop/common/config";
import { openDatabase } from "@micro-shop/common/database/pool";
import { createServiceClient } from "@micro-shop/common/graphql/serviceClient";
import { createLog } from "@micro-shop/common/log";
import { outboxRelay } from "@micro-shop/common/messaging/outboxRelay";
import { stuckSagaAlarm } from "@micro-shop/common/messaging/stuckSagas";
import { createServiceEventBus } from "@micro-shop/common/messaging/serviceEventBus";
import { runService } from "@micro-shop/common/server/runService";
import { startSubgraph } from "@micro-shop/common/server/subgraphServer";
import { withOwnDatabase } from "@micro-shop/common/supervisor/mallDatabases";
import { join } from "node:path";
import { callSiblings, type SiblingName } from "./clients/callSiblings";
import { orderSettings } from "./config";
import type { OrderContext } from "./context";
import { orderCompletion } from "./jobs/completeOrders";
import { expirySweep } from "./jobs/expirySweep";
import { guestCartSweep } from "./jobs/sweepGuestCarts";
import { seedOrders } from "./jobs/seed";
import { createOrderLoaders } from "./loaders/orderLoaders";
import { createOrderServices } from "./services";
import { createOrderSubgraph } from "./subgraph";

const log = createLog("order");

void runService(log, async () => {
  const provided = await withOwnDatabase("order");
  const config = loadConfig(orderSettings, provided.environment);
  printConfig(log, orderSettings, config);
  const clientOf = (to: SiblingName, url: string) =>
    createServiceClient({ from: "order", to, url, identitySecret: config.IDENTITY_SECRET });
  const clients = {
    user: clientOf("user", config.USER_URL),
    product: clientOf("product", config.PRODUCT_URL),
    marketing: clientOf("marketing", config.MARKETING_URL),
    pay: clientOf("pay", config.PAY_URL),
  };
  const database = openDatabase({ url: config.ORDER_DATABASE_URL });
  const { SEED_AT: seedAt, ORDER_EXPIRY_MS: paymentWindowMs } = config;
  const siblings = callSiblings(clients);
  const services = createOrderServices({ database, siblings, log, paymentWindowMs });
  const bus = createServiceEventBus({ from: "order", clients });
  return startSubgraph<OrderContext>({
    name: "order",
    subgraph: createOrderSubgraph(),
    config,
    log,
    database,
    migrationsFolder: join(__dirname, "../model/migrations"),
    createContext: (request) => ({
      ...request,
      ...services,
      loaders: createOrderLoaders(services, request),
    }),
    prepare: async () => {
      if (seedAt && (await seedOrders(database, seedAt))) log.info("demo orders seeded");
    },
    jobs: [
      services.sagas,
      stuckSagaAlarm({ database, log }),
      outboxRelay({ database, bus, log }),
      expirySweep(services, log),
      guestCartSweep({ database, log }, { afterDays: config.GUEST_CART_DAYS }),
      orderCompletion(services, log, {
        afterDays: config.AUTO_COMPLETE_DAYS,
        afterShippedDays: config.AUTO_COMPLETE_SHIPPED_DAYS,
      }),
    ],
    onStopped: async () => {
      services.feed.close();
      await Promise.all(Object.values(clients).map((client) => client.close()));
      await provided.stop();
    },
  });
});

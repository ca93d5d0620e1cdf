import { loadConfig, printConfig } from "@micro-shop/common/config";
import { openDatabase } from "@micro-shop/common/database/pool";
import { createServiceClient } from "@micro-shop/common/graphql/serviceClient";
import { createLog } from "@micro-shop/common/log";
import { createServiceEventBus } from "@micro-shop/common/messaging/serviceEventBus";
import { runService } from "@micro-shop/common/server/runService";
import { withOwnDatabase } from "@micro-shop/common/supervisor/mallDatabases";
import { paySettings } from "./config";
import { startPay } from "./startPay";

const log = createLog("pay");

void runService(log, async () => {
  const provided = await withOwnDatabase("pay");
  const config = loadConfig(paySettings, provided.environment);
  printConfig(log, paySettings, config);
  const order = createServiceClient({
    from: "pay",
    to: "order",
    url: config.ORDER_URL,
    identitySecret: config.IDENTITY_SECRET,
  });
  return startPay({
    config,
    log,
    database: openDatabase({ url: config.PAY_DATABASE_URL }),
    bus: createServiceEventBus({ from: "pay", clients: { order } }),
    onStopped: async () => {
      await order.close();
      await provided.stop();
    },
  });
});

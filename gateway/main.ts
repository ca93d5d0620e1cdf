import "./engine/telemetryOff";
import { printConfig } from "@micro-shop/common/config";
import { createLog } from "@micro-shop/common/log";
import { runService } from "@micro-shop/common/server/runService";
import { gatewayShape, loadGatewayConfig } from "./config";
import { startGateway } from "./server";

const log = createLog("gateway");

void runService(log, async () => {
  const config = loadGatewayConfig();
  printConfig(log, gatewayShape, { ...config });
  return startGateway(config, log);
});

import { join } from "node:path";
import { z } from "zod";
import { loadConfig, printConfig, serviceSettings } from "@micro-shop/common/config";
import { migrate } from "@micro-shop/common/database/migrate";
import { openDatabase } from "@micro-shop/common/database/pool";
import { createLog } from "@micro-shop/common/log";
import { runService } from "@micro-shop/common/server/runService";
import { StartProblem } from "@micro-shop/common/startProblem";
import { sandboxSettings } from "./sandboxSettings";
import { startSandboxServer } from "./sandboxServer";

/** The sandbox as a process of its own: pay reaches it by SANDBOX_URL, and it pay by PAY_URL. */
const settings = z.object({ ...serviceSettings("pay").shape, ...sandboxSettings });
const log = createLog("sandbox");

void runService(log, async () => {
  const config = loadConfig(settings);
  printConfig(log, settings, config);
  const { SANDBOX_SECRET_KEY: secretKey, SANDBOX_WEBHOOK_SECRET: webhookSecret } = config;
  if (secretKey === undefined || webhookSecret === undefined) {
    throw new StartProblem(
      "SANDBOX_SECRET_KEY and SANDBOX_WEBHOOK_SECRET are needed, as pay has them.",
    );
  }
  const database = openDatabase({ url: config.PAY_DATABASE_URL });
  await migrate(database, join(__dirname, "../../../../model/migrations"), { log });
  const server = await startSandboxServer({
    database,
    log,
    host: config.HOST,
    port: config.SANDBOX_PORT,
    secretKey,
    ...(config.SANDBOX_PAGE_URL === undefined ? {} : { pageUrl: config.SANDBOX_PAGE_URL }),
  });
  const base = `${config.PAY_URL}/webhooks`;
  server.startNotices({
    webhookSecret,
    urls: () => ({ CARD: `${base}/sandbox`, WALLET: `${base}/redirect` }),
    repeats: config.SANDBOX_NOTICE_REPEATS,
  });
  log.info({ port: server.port }, "the sandbox is ready");
  return server;
});

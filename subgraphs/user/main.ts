import { join } from "node:path";
import { loadConfig, printConfig } from "@micro-shop/common/config";
import { openDatabase } from "@micro-shop/common/database/pool";
import { createLog } from "@micro-shop/common/log";
import { createTokenSigner } from "@micro-shop/common/security/userTokens";
import { runService } from "@micro-shop/common/server/runService";
import { startSubgraph } from "@micro-shop/common/server/subgraphServer";
import { withOwnDatabase } from "@micro-shop/common/supervisor/mallDatabases";
import { userSettings } from "./config";
import type { UserContext } from "./context";
import { refuseDemoUsers, seedUsers } from "./jobs/seed";
import { createLoaders } from "./loaders/userLoaders";
import { mountUserRoutes } from "./routes";
import { ACCESS_TOKEN_LIFE_MS } from "./model/sessionLife";
import { createUserSubgraph } from "./subgraph";

const log = createLog("user");

void runService(log, async () => {
  const provided = await withOwnDatabase("user");
  const config = loadConfig(userSettings, provided.environment);
  printConfig(log, userSettings, config);
  const database = openDatabase({ url: config.USER_DATABASE_URL });
  const tokens = await createTokenSigner({
    privateKey: config.TOKEN_PRIVATE_KEY,
    lifetimeMs: ACCESS_TOKEN_LIFE_MS,
  });
  const { SEED_AT: seedAt } = config;
  return startSubgraph<UserContext>({
    name: "user",
    subgraph: createUserSubgraph(),
    config,
    log,
    database,
    migrationsFolder: join(__dirname, "../model/migrations"),
    createContext: (request) => ({
      ...request,
      database,
      tokens,
      loaders: createLoaders(database),
    }),
    prepare: async () => {
      if (config.NODE_ENV === "production") await refuseDemoUsers(database);
      if (seedAt && (await seedUsers(database, seedAt))) log.info("demo users seeded");
    },
    routes: (app) =>
      mountUserRoutes(app, { database, tokens, identitySecret: config.IDENTITY_SECRET }),
    onStopped: provided.stop,
  });
});

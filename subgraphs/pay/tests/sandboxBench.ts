import { openDatabase } from "@micro-shop/common/database/pool";
import { createLog } from "@micro-shop/common/log";
import type { Providers } from "../providers/provider";
import { createRedirectProvider } from "../providers/redirect/redirectProvider";
import { createSandboxClient } from "../providers/sandbox/sandboxClient";
import { createSandboxProvider } from "../providers/sandbox/sandboxProvider";
import { startSandboxServer } from "../providers/sandbox/server/sandboxServer";

export const WEBHOOK_SECRET = "a secret of the tests, long enough";
export const SANDBOX_KEY = "a secret key of the tests, long enough";

export interface SandboxBench {
  /** Base URL. */
  readonly url: string;
  readonly providers: Required<Pick<Providers, "SANDBOX" | "REDIRECT">>;
  stop(): Promise<void>;
}

/** A sandbox on a free port, with its books in this database, and its merchant. It sends no notices by itself. */
export async function startSandboxBench(databaseUrl: string): Promise<SandboxBench> {
  const server = await startSandboxServer({
    // Tests wait for connections longer: a busy machine is no reason to fail.
    database: openDatabase({ url: databaseUrl, acquireTimeoutMs: 10_000 }),
    log: createLog("test", "silent"),
    host: "127.0.0.1",
    port: 0,
    secretKey: SANDBOX_KEY,
  });
  const api = createSandboxClient({ url: server.url, secretKey: SANDBOX_KEY });
  return {
    url: server.url,
    providers: {
      SANDBOX: createSandboxProvider({ api, webhookSecret: WEBHOOK_SECRET }),
      REDIRECT: createRedirectProvider({ api, webhookSecret: WEBHOOK_SECRET }),
    },
    async stop() {
      await api.close();
      await server.stop();
    },
  };
}

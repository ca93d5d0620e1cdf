import { openDatabase } from "@micro-shop/common/database/pool";
import { createLog } from "@micro-shop/common/log";
import type { Providers } from "../providers/provider";
import { createRedirectProvider } from "../providers/redirect/redirectProvider";
import type { SandboxApi } from "../providers/sandbox/sandboxApi";
import { createSandboxClient } from "../providers/sandbox/sandboxClient";
import { createSandboxProvider } from "../providers/sandbox/sandboxProvider";
import { startSandboxServer } from "../providers/sandbox/server/sandboxServer";

export const WEBHOOK_SECRET = "a secret of the tests, long enough";
export const SANDBOX_KEY = "a secret key of the tests, long enough";

export interface SandboxBench {
  /** Base URL. */
  readonly url: string;
  readonly api: SandboxApi;
  readonly providers: Required<Pick<Providers, "SANDBOX" | "REDIRECT">>;
  stop(): Promise<void>;
}

/**
 * A sandbox on a free port, with its books in this database, and its merchant. It sends no notices by itself.
 * @param through the address the merchant uses instead of the sandbox's own.
 */
export async function startSandboxBench(
  databaseUrl: string,
  through: (url: string) => Promise<string> = async (url) => url,
): Promise<SandboxBench> {
  const server = await startSandboxServer({
    // Tests wait for connections longer: a busy machine is no reason to fail.
    database: openDatabase({ url: databaseUrl, acquireTimeoutMs: 10_000 }),
    log: createLog("test", "silent"),
    host: "127.0.0.1",
    port: 0,
    secretKey: SANDBOX_KEY,
  });
  const api = createSandboxClient({
    url: await through(server.url),
    secretKey: SANDBOX_KEY,
  });
  return {
    url: server.url,
    api,
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

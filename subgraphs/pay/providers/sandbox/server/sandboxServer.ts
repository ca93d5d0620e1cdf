import Fastify from "fastify";
import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import type { Logger } from "@micro-shop/common/log";
import { listen } from "@micro-shop/common/server/listen";
import { repeat } from "@micro-shop/common/server/repeat";
import { isAnyDue } from "../../../model/sandbox/due";
import { deliverNotices, type WebhookUrls } from "./deliverNotices";
import { mountMerchantRoutes } from "./merchantRoutes";
import { mountPageRoutes } from "./pageRoutes";
import { settleDue } from "./settleDue";

/** No request is near this. */
const BODY_LIMIT_BYTES = 16 * 1024;
/** Results and notices are late by this much at most. */
const ROUND_INTERVAL_MS = 200;

export interface SandboxServerOptions {
  /** A pool of the sandbox's own, closed with it. */
  readonly database: Database;
  readonly log: Logger;
  readonly host: string;
  /** 0 = a free one. */
  readonly port: number;
  readonly secretKey: string;
  /** Where buyers reach the pages; default this server itself. */
  readonly pageUrl?: string;
}

export interface NoticeOptions {
  readonly webhookSecret: string;
  /** The merchant's, asked for at each round: it may come to listen later than the sandbox. */
  readonly urls: () => WebhookUrls;
  /** How often a notice is sent again although it was taken, a while later and so out of order; default 0. */
  readonly repeats?: number;
}

export interface SandboxServer {
  readonly port: number;
  /** Base URL on this machine. */
  readonly url: string;
  /** Lets results come and sends notices from now on. */
  startNotices(options: NoticeOptions): void;
  stop(): Promise<void>;
}

/** Serves the sandbox: a payment service provider for trials, which shares nothing with its merchants but HTTP. */
export async function startSandboxServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const { database, log, secretKey } = options;
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    // Answers that are lost on purpose would keep it from stopping.
    forceCloseConnections: true,
  });
  let url = "";
  mountMerchantRoutes(app, { database, log, secretKey, pageUrl: () => options.pageUrl ?? url });
  mountPageRoutes(app, database);
  app.get("/health", async () => ({ status: "ok" }));
  const port = await listen(app, { HOST: options.host, PORT: options.port });
  url = `http://127.0.0.1:${port}`;
  const stopNotices: (() => Promise<void>)[] = [];
  return {
    port,
    url,
    startNotices(notices) {
      const job = repeat(
        { name: "sandbox notices", intervalMs: ROUND_INTERVAL_MS, log },
        async () => {
          if (!(await isAnyDue(database, clock.now()))) return;
          await settleDue(database);
          await deliverNotices({ ...notices, database, log, urls: notices.urls() });
        },
      );
      stopNotices.push(job.start());
    },
    async stop() {
      await app.close();
      await Promise.all(stopNotices.map((stop) => stop()));
      await database.close();
    },
  };
}

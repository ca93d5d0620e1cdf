import { loadConfig } from "@micro-shop/common/config";
import { openDatabase } from "@micro-shop/common/database/pool";
import type { EventEnvelope } from "@micro-shop/common/events";
import { createLog } from "@micro-shop/common/log";
import { paySettings } from "../config";
import { startPay } from "../startPay";
import { WEBHOOK_SECRET } from "./support";

/** The service as it runs for real, on a free port and with a pool of its own. */
export interface TestService {
  /** Base URL. */
  readonly url: string;
  /** Events it has sent to others. */
  readonly published: readonly EventEnvelope[];
  stop(): Promise<void>;
}

export async function startTestService(databaseUrl: string): Promise<TestService> {
  const published: EventEnvelope[] = [];
  const running = await startPay({
    config: loadConfig(paySettings, {
      NODE_ENV: "test",
      PORT: "0",
      PAY_DATABASE_URL: databaseUrl,
      IDENTITY_SECRET: "identity secret of the tests, long enough",
      SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
      SANDBOX_PORT: "0",
      PROVIDER_TIMEOUT_MS: "2000",
    }),
    log: createLog("test", "silent"),
    database: openDatabase({ url: databaseUrl, acquireTimeoutMs: 10_000 }),
    bus: {
      async publish(_consumer, events) {
        published.push(...events);
        return events.map((event) => event.id);
      },
    },
  });
  return { url: `http://127.0.0.1:${running.port}`, published, stop: () => running.stop() };
}

/** Waits until it holds, 10 s at most. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Not within 10 s: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

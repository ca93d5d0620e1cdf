import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectRoot } from "@micro-shop/common/config";

const program = join(projectRoot, "client-sdk/dist/tests/watchOrder.js");

export interface SdkWatch {
  readonly url: string;
  readonly orderId: string;
  readonly accessToken: string;
  /** The watcher ends with it. */
  readonly lastStatus: string;
}

export interface SdkWatcher {
  /** All statuses it saw, once it has ended. */
  readonly statuses: Promise<readonly string[]>;
}

/** A process of its own that watches an order with the SDK. Resolves with the first event. */
export async function startSdkWatcher(watch: SdkWatch): Promise<SdkWatcher> {
  const { url, orderId, accessToken, lastStatus } = watch;
  const child = spawn(process.execPath, [program, url, orderId, lastStatus], {
    env: { ...process.env, ACCESS_TOKEN: accessToken },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const seen: string[] = [];
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, "line");
  lines.on("line", (status) => seen.push(status));
  const statuses = once(child, "close").then(([code]) => {
    if (code !== 0) throw new Error(`The watcher ended with ${String(code)}: ${seen.join()}`);
    return seen;
  });
  await Promise.race([first, statuses]);
  return { statuses };
}

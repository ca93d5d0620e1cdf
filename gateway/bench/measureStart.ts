import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { projectRoot } from "@micro-shop/common/config";
import { pidOf } from "@micro-shop/common/database/embedded/processes";
import { findFreePorts, portSettings } from "@micro-shop/common/supervisor/ports";
import { readRunningMall } from "@micro-shop/common/supervisor/runningMall";
import { childrenOf, isService, memoryOf, type Memory } from "./memory";
import { seedTimeMs } from "./seedTime";

/** One start of the mall. What could not be measured is null. */
export interface MeasuredStart {
  /** From the command to the welcome. */
  readonly readyMs: number;
  readonly seedMs: number | null;
  readonly residentMb: number | null;
  readonly proportionalMb: number | null;
}

/** The last line of the welcome. */
const READY = "Stop with Ctrl-C";
/** What a start has left behind is collected by then. */
const IDLE_MS = 5_000;

/** Runs `npm start` on a data folder with free ports, measures, and stops it. Throws with its output when it fails. */
export async function measureStart(dataDir: string): Promise<MeasuredStart> {
  const logs = join(dataDir, "logs");
  await rm(logs, { recursive: true, force: true });
  const ports = await findFreePorts();
  const startedAt = performance.now();
  // A process group of its own, to which Ctrl-C is sent as a terminal does.
  const child = spawn("npm", ["start"], {
    cwd: projectRoot,
    env: { ...process.env, DATA_DIR: dataDir, ...portSettings(ports) },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  try {
    await untilReady(child);
    const readyMs = performance.now() - startedAt;
    await pause(IDLE_MS);
    const memory = await memoryOfMall(dataDir);
    return {
      readyMs,
      seedMs: await seedTimeMs(logs),
      residentMb: memory?.residentMb ?? null,
      proportionalMb: memory?.proportionalMb ?? null,
    };
  } finally {
    await stop(child);
  }
}

async function untilReady(child: ChildProcess): Promise<void> {
  let output = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes(READY)) resolve();
      });
    }
    child.once("error", reject);
    child.once("close", () => reject(new Error(`npm start ended:\n${output}`)));
  });
}

async function memoryOfMall(dataDir: string): Promise<Memory | null> {
  const running = await readRunningMall(dataDir);
  const services: number[] = [];
  for (const pid of running ? await childrenOf(pidOf(running.supervisor)) : []) {
    if (await isService(pid)) services.push(pid);
  }
  return services.length === 6 ? memoryOf(services) : null;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  process.kill(-child.pid, "SIGINT");
  await closed;
}

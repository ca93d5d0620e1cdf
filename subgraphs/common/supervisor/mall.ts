import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../config";
import { serviceNames, type ServiceName } from "../serviceNames";
import { urlKey, type MallPorts } from "./ports";
import { StartError, superviseProcess, type SupervisedProcess } from "./supervisedProcess";

/** How long after its processes are up the gateway may take to find all subgraphs ready. */
const READY_LIMIT_MS = 30_000;

export interface MallOptions {
  readonly ports: MallPorts;
  readonly databaseUrls: Readonly<Record<ServiceName, string>>;
  /** Folder of secrets, logs and the seed's instant. */
  readonly dataDir: string;
  /** Instant the demo data is made for; nothing is seeded without one. */
  readonly seedAt?: Date;
  /** Further settings for all processes. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly report?: (sentence: string) => void;
  /** Told when a process is ready. */
  readonly onReady?: (name: ServiceName | "gateway") => void;
}

export interface Mall {
  /** Base URL of the gateway. */
  readonly url: string;
  pid(name: ServiceName | "gateway"): number | undefined;
  /** Ends a service and starts it anew, e.g. after a change of its code. */
  restart(name: ServiceName | "gateway"): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the five subgraphs and the gateway as processes and waits until the gateway is ready. On failure all are stopped. */
export async function startMallProcesses(options: MallOptions): Promise<Mall> {
  const logs = join(options.dataDir, "logs");
  await mkdir(logs, { recursive: true });
  const names = [...serviceNames, "gateway"] as const;
  const started = await Promise.allSettled(
    names.map(async (name) => {
      const child = await superviseProcess({
        name,
        script: scriptOf(name),
        environment: environmentOf(name, options),
        logFile: join(logs, `${name}.log`),
        ...(options.report ? { report: options.report } : {}),
      }).catch((error: unknown) => {
        throw new StartError(
          `${name} did not start: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
      options.onReady?.(name);
      return child;
    }),
  );
  const children = started.flatMap((result) =>
    result.status === "fulfilled" ? [result.value] : [],
  );
  const stop = async (): Promise<void> => stopInOrder(children);
  const url = `http://127.0.0.1:${options.ports.gateway}`;
  try {
    const failed = started.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    await waitUntilReady(url);
  } catch (error) {
    await stop();
    throw error;
  }
  const childOf = (name: string) => children.find((child) => child.name === name);
  return {
    url,
    stop,
    pid: (name) => childOf(name)?.pid(),
    restart: async (name) => childOf(name)?.restart(),
  };
}

/** The gateway goes first, so that no request meets a subgraph that is already gone. */
async function stopInOrder(children: readonly SupervisedProcess[]): Promise<void> {
  await Promise.all(
    children.filter((child) => child.name === "gateway").map((child) => child.stop()),
  );
  await Promise.all(children.map((child) => child.stop()));
}

function scriptOf(name: ServiceName | "gateway"): string {
  return name === "gateway"
    ? join(projectRoot, "gateway/dist/main.js")
    : join(projectRoot, "subgraphs", name, "dist/main.js");
}

function environmentOf(name: ServiceName | "gateway", options: MallOptions): NodeJS.ProcessEnv {
  const urls = Object.fromEntries(
    serviceNames.map((service) => [urlKey(service), `http://127.0.0.1:${options.ports[service]}`]),
  );
  const own =
    name === "gateway"
      ? {}
      : { [`${name.toUpperCase()}_DATABASE_URL`]: options.databaseUrls[name] };
  return {
    ...withoutDatabaseSecrets(process.env),
    ...options.environment,
    ...urls,
    ...own,
    DATA_DIR: options.dataDir,
    PORT: String(options.ports[name]),
    ...(options.seedAt ? { SEED_AT: options.seedAt.toISOString() } : {}),
  };
}

/** A service knows its own account alone, never the admin's or a sibling's. */
function withoutDatabaseSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([key]) => !/DATABASE_(URL|PASSWORD)$/.test(key)),
  );
}

async function waitUntilReady(url: string): Promise<void> {
  const end = performance.now() + READY_LIMIT_MS;
  let last = "no answer";
  while (performance.now() < end) {
    try {
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      if (response.ok) return;
      last = await response.text();
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new StartError(`The gateway was not ready after ${READY_LIMIT_MS / 1000} s: ${last}`);
}

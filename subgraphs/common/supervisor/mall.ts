import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../config";
import { serviceNames, type ServiceName } from "../serviceNames";
import { describeFileError } from "./dataFolder";
import type { MallPorts } from "./ports";
import { serviceEnvironment } from "./serviceEnvironment";
import { StartError, superviseProcess, type SupervisedProcess } from "./supervisedProcess";
import { messageOf } from "./systemError";

/** How long after its processes are up the gateway may take to find all subgraphs ready. */
const READY_LIMIT_MS = 30_000;

/** https://fetch.spec.whatwg.org/#bad-port */
const BAD_PORT =
  "port that browsers and fetch refuse to talk to. Choose another, e.g. PORT=4100 npm start.";

export interface MallOptions {
  readonly ports: MallPorts;
  /** Where a service itself listens when something else, such as a balancer, answers at its port. */
  readonly listenPorts?: Partial<MallPorts>;
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
  /** Calls the start off: what was started is ended, and once it has, the start fails. */
  readonly signal?: AbortSignal;
  /** How long a process must live to be started anew without a growing pause; see `superviseProcess`. */
  readonly stableAfterMs?: number;
}

export interface Mall {
  /** Base URL of the gateway. */
  readonly url: string;
  pid(name: ServiceName | "gateway"): number | undefined;
  /** Ends a service and starts it anew, e.g. after a change of its code. */
  restart(name: ServiceName | "gateway"): Promise<void>;
  stop(): Promise<void>;
  /** Ends all processes by SIGKILL, for those who cannot wait for a drain. */
  kill(): void;
}

/** Starts the five subgraphs and the gateway as processes and waits until the gateway is ready. On failure all are stopped. */
export async function startMallProcesses(options: MallOptions): Promise<Mall> {
  const logs = join(options.dataDir, "logs");
  await mkdir(logs, { recursive: true });
  const names = [...serviceNames, "gateway"] as const;
  // The first that fails ends the others, which may be seeding, at once.
  const failure = new AbortController();
  const signal = AbortSignal.any([failure.signal, ...(options.signal ? [options.signal] : [])]);
  const started = await Promise.allSettled(
    names.map(async (name) => {
      try {
        const child = await superviseProcess({
          name,
          script: scriptOf(name),
          environment: serviceEnvironment(name, {
            ...options,
            environment: { ...process.env, ...options.environment },
          }),
          logFile: join(logs, `${name}.log`),
          signal,
          ...(options.report ? { report: options.report } : {}),
          ...(options.stableAfterMs === undefined ? {} : { stableAfterMs: options.stableAfterMs }),
        });
        options.onReady?.(name);
        return child;
      } catch (error) {
        const reason = messageOf(describeFileError(error, options.dataDir));
        failure.abort(new StartError(`${name} did not start: ${reason}`));
        throw error;
      }
    }),
  );
  const children = started.flatMap((result) =>
    result.status === "fulfilled" ? [result.value] : [],
  );
  const stop = async (): Promise<void> => stopInOrder(children);
  const url = `http://127.0.0.1:${options.ports.gateway}`;
  try {
    signal.throwIfAborted();
    await waitUntilReady(url, signal);
  } catch (error) {
    await stop();
    throw error;
  }
  const childOf = (name: string) => children.find((child) => child.name === name);
  return {
    url,
    stop,
    kill: () => children.forEach((child) => child.kill()),
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

async function waitUntilReady(url: string, signal: AbortSignal): Promise<void> {
  const end = performance.now() + READY_LIMIT_MS;
  let last = "no answer";
  while (performance.now() < end) {
    signal.throwIfAborted();
    try {
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      if (response.ok) return;
      last = await response.text();
    } catch (error) {
      last = reasonOf(error);
      if (last === "bad port") throw new StartError(`${url} has a ${BAD_PORT}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new StartError(`The gateway was not ready after ${READY_LIMIT_MS / 1000} s: ${last}`);
}

/** `fetch` hides the reason in the cause. */
function reasonOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}

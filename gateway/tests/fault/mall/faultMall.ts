import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { formatDatabaseUrl, parseDatabaseUrl } from "@micro-shop/common/database/databaseUrl";
import { serviceNames, type ServiceName } from "@micro-shop/common/serviceNames";
import { findFreePorts } from "@micro-shop/common/supervisor/ports";
import { serviceEnvironment } from "@micro-shop/common/supervisor/serviceEnvironment";
import {
  superviseProcess,
  type SupervisedProcess,
} from "@micro-shop/common/supervisor/supervisedProcess";
import { startTestMall, type TestMall } from "@micro-shop/common/testing/testMall";
import { createPointControl, type PointControl } from "../points/pointControl";
import { startBalancer, type Balancer } from "./balancer";
import { startCommitProxy, type CommitProxy, type CommitProxyOptions } from "./commitProxy";
import { startFaultDatabase, type FaultDatabase } from "./database";

/** A mall of real processes that can be hurt: by kill -9, by a pause, by a database that dies or hangs up. */
export interface FaultMall {
  readonly mall: TestMall;
  /** GraphQL endpoint of the gateway. */
  readonly url: string;
  readonly database: FaultDatabase;
  readonly points: PointControl;
  readonly proxies: Readonly<Partial<Record<ServiceName, CommitProxy>>>;
  /**
   * Whether every instance of every service runs.
   * @param killed a process that does not count any more, even if its end has not been noticed yet.
   */
  isWhole(killed?: number): boolean;
  stop(): Promise<void>;
}

/** After this a killed process is started again at once: what is measured is the mall, not the pauses of the supervisor. */
export const STABLE_AFTER_MS = 4_000;

export interface FaultMallOptions {
  /** Instances of a service, default 1. Several stand behind a balancer. */
  readonly instances?: Readonly<Partial<Record<ServiceName, number>>>;
  /** Puts a proxy before the database of every service; asked at each COMMIT. */
  readonly decideAtCommit?: CommitProxyOptions["decide"];
}

export async function startFaultMall(options: FaultMallOptions = {}): Promise<FaultMall> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "mall-points-"));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const points = await createPointControl(folder);
    const database = await startFaultDatabase();
    undo.push(() => database.stop());
    const proxies = await startProxies(database, options.decideAtCommit);
    undo.push(() => Promise.all(Object.values(proxies).map((proxy) => proxy.close())));

    const listenPorts = await findFreePorts();
    const several = serviceNames.filter((name) => (options.instances?.[name] ?? 1) > 1);
    const balancers = new Map<ServiceName, Balancer>();
    for (const name of several) balancers.set(name, await startBalancer());
    undo.push(() => Promise.all([...balancers.values()].map((balancer) => balancer.close())));
    const ports = { ...listenPorts };
    for (const [name, { port, setTargets }] of balancers) {
      ports[name] = port;
      setTargets([listenPorts[name]]);
    }

    const mall = await startTestMall({
      environment: { ...points.environment, LOG_LEVEL: "warn" },
      serverUrl: database.adminUrl,
      stableAfterMs: STABLE_AFTER_MS,
      ports,
      listenPorts,
      routeToDatabase: (name, url) => throughProxy(url, proxies[name]),
    });
    undo.push(() => mall.stop());
    const others: SupervisedProcess[] = [];
    undo.push(() => Promise.all(others.map((other) => other.stop())));
    await Promise.all(
      [...balancers].map(async ([name, balancer]) => {
        const targets = [listenPorts[name]];
        for (let number = 2; number <= (options.instances?.[name] ?? 1); number++) {
          const { gateway: port } = await findFreePorts();
          others.push(await startInstance(mall, points, { name, number, port }));
          targets.push(port);
        }
        balancer.setTargets(targets);
      }),
    );
    return {
      mall,
      url: `${mall.url}/graphql`,
      database,
      points,
      proxies,
      isWhole(killed) {
        const pids = [
          ...serviceNames.map((name) => mall.pid(name)),
          ...others.map((other) => other.pid()),
        ];
        return pids.every((pid) => pid !== undefined && pid !== killed);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startProxies(
  { socketPath }: FaultDatabase,
  decide: CommitProxyOptions["decide"] | undefined,
): Promise<Partial<Record<ServiceName, CommitProxy>>> {
  if (!decide) return {};
  const proxies = await Promise.all(
    serviceNames.map(
      async (name) => [name, await startCommitProxy({ socketPath, decide })] as const,
    ),
  );
  return Object.fromEntries(proxies);
}

function throughProxy(url: string, proxy: CommitProxy | undefined): string {
  if (!proxy) return url;
  const address = { ...parseDatabaseUrl(url), host: "127.0.0.1", port: proxy.port };
  return formatDatabaseUrl({ ...address, socketPath: null });
}

/** One more process of a service, on the same database, supervised like the first. */
function startInstance(
  { ports, databaseUrls, dataDir }: TestMall,
  points: PointControl,
  {
    name,
    number,
    port,
  }: { readonly name: ServiceName; readonly number: number; readonly port: number },
): Promise<SupervisedProcess> {
  const environment = { ...process.env, NODE_ENV: "test", RATE_LIMIT: "off", LOG_LEVEL: "warn" };
  return superviseProcess({
    name: `${name} ${number}`,
    script: join(projectRoot, "subgraphs", name, "dist/main.js"),
    environment: serviceEnvironment(name, {
      ports,
      listenPorts: { [name]: port },
      databaseUrls,
      dataDir,
      environment: { ...environment, ...points.environment },
    }),
    logFile: join(dataDir, "logs", `${name}-${number}.log`),
    stableAfterMs: STABLE_AFTER_MS,
  });
}

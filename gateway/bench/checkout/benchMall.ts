import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { startEmbeddedServer } from "@micro-shop/common/database/embedded/embeddedServer";
import { openDatabase, type Database } from "@micro-shop/common/database/pool";
import { findFreePorts } from "@micro-shop/common/supervisor/ports";
import { serviceEnvironment } from "@micro-shop/common/supervisor/serviceEnvironment";
import {
  superviseProcess,
  type SupervisedProcess,
} from "@micro-shop/common/supervisor/supervisedProcess";
import { startTestMall, type TestMall } from "@micro-shop/common/testing/testMall";
import { startBalancer } from "../../tests/fault/mall/balancer";

/** A mall of real processes on a durable database server of its own, on the disk that holds the temporary folder. */
export interface BenchMall {
  readonly mall: TestMall;
  /** GraphQL endpoint of the gateway. */
  readonly url: string;
  /** As administrator, for counters and for the floor. */
  readonly database: Database;
  readonly databasePid: number;
  readonly adminUrl: string;
  stop(): Promise<void>;
}

export interface BenchMallOptions {
  /** Two stand behind a balancer that deals out connections; default 1. */
  readonly orderInstances?: 1 | 2;
  /** Further settings of all processes. */
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startBenchMall({
  orderInstances = 1,
  environment = {},
}: BenchMallOptions = {}): Promise<BenchMall> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "bench-checkout-"));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const server = await startEmbeddedServer({ dataDir: folder });
    undo.push(() => server.stop());
    const database = openDatabase({ url: server.adminUrl, connectionLimit: 2 });
    undo.push(() => database.close());
    const listenPorts = await findFreePorts();
    const balancer = orderInstances === 2 ? await startBalancer() : null;
    if (balancer) {
      undo.push(() => balancer.close());
      balancer.setTargets([listenPorts.order]);
    }
    const settings = { LOG_LEVEL: "warn", ...environment };
    const mall = await startTestMall({
      serverUrl: server.adminUrl,
      environment: settings,
      ports: { ...listenPorts, order: balancer?.port ?? listenPorts.order },
      listenPorts,
    });
    undo.push(() => mall.stop());
    if (balancer) {
      const { gateway: port } = await findFreePorts();
      const second = await startSecondOrder(mall, { port, settings });
      undo.push(() => second.stop());
      balancer.setTargets([listenPorts.order, port]);
    }
    const databasePid = Number(await readFile(join(folder, "database/server.pid"), "utf8"));
    const { adminUrl } = server;
    return { mall, url: `${mall.url}/graphql`, database, databasePid, adminUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Instance {
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

function startSecondOrder(
  { ports, databaseUrls, dataDir }: TestMall,
  { port, settings }: Instance,
): Promise<SupervisedProcess> {
  return superviseProcess({
    name: "order 2",
    script: join(projectRoot, "subgraphs/order/dist/main.js"),
    environment: serviceEnvironment("order", {
      ports,
      listenPorts: { order: port },
      databaseUrls,
      dataDir,
      environment: { ...process.env, NODE_ENV: "test", RATE_LIMIT: "off", ...settings },
    }),
    logFile: join(dataDir, "logs/order-2.log"),
  });
}

import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { connectionOptions } from "../database/connectionOptions";
import { parseDatabaseUrl } from "../database/databaseUrl";
import { provisionDatabases } from "../database/provision";
import { serviceNames, type ServiceName } from "../serviceNames";
import { startMallProcesses, type Mall } from "../supervisor/mall";
import { findFreePorts, type MallPorts } from "../supervisor/ports";
import { testServerUrl } from "./testDatabase";

/** A whole mall of real processes, on free ports and databases of its own. */
export interface TestMall extends Mall {
  readonly ports: MallPorts;
  readonly databaseUrls: Readonly<Record<ServiceName, string>>;
  /** Stands before the service's name in the name of its database. */
  readonly prefix: string;
  readonly dataDir: string;
  /** What a process has printed so far; for messages of failed tests. */
  logOf(name: ServiceName | "gateway"): Promise<string>;
}

export interface TestMallOptions {
  /** False for an empty shop; the demo data otherwise. */
  readonly seeded?: boolean;
  /** Further settings of all processes. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Administrator's URL of the database server; the run's own otherwise. */
  readonly serverUrl?: string;
  /** The way a service takes to its database, e.g. through a proxy that fails; the straight one otherwise. */
  readonly routeToDatabase?: (name: ServiceName, url: string) => string;
  /** Ports that somebody has chosen; free ones otherwise. */
  readonly ports?: MallPorts;
  /** Where services listen themselves when something stands before their port. */
  readonly listenPorts?: Partial<MallPorts>;
  /** For tests that kill often: a process that lived this long is started again without a growing pause. */
  readonly stableAfterMs?: number;
}

/** Starts a mall; `stop()` ends its processes and drops its databases. Call it in `beforeAll` with time to spare. */
export async function startTestMall(options: TestMallOptions = {}): Promise<TestMall> {
  const prefix = `t${randomBytes(4).toString("hex")}_`;
  const passwords = Object.fromEntries(
    serviceNames.map((name) => [name, randomBytes(16).toString("hex")]),
  ) as Record<ServiceName, string>;
  const serverUrl = options.serverUrl ?? testServerUrl();
  const straightUrls = await provisionDatabases(serverUrl, serviceNames, passwords, { prefix });
  const { routeToDatabase = (_name, url) => url } = options;
  const databaseUrls = Object.fromEntries(
    serviceNames.map((name) => [name, routeToDatabase(name, straightUrls[name])]),
  ) as Record<ServiceName, string>;
  const dataDir = await mkdtemp(join(tmpdir(), "mall-"));
  const ports = options.ports ?? (await findFreePorts());
  const cleanUp = async (): Promise<void> => {
    await dropDatabases(serverUrl, prefix);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const mall = await startMallProcesses({
      ports,
      ...(options.listenPorts ? { listenPorts: options.listenPorts } : {}),
      databaseUrls,
      dataDir,
      ...(options.stableAfterMs === undefined ? {} : { stableAfterMs: options.stableAfterMs }),
      ...(options.seeded === false ? {} : { seedAt: new Date() }),
      environment: { NODE_ENV: "test", RATE_LIMIT: "off", ...options.environment },
    });
    return {
      ...mall,
      ports,
      databaseUrls,
      prefix,
      dataDir,
      logOf: (name) => readFile(join(dataDir, "logs", `${name}.log`), "utf8"),
      async stop() {
        await mall.stop();
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function dropDatabases(serverUrl: string, prefix: string): Promise<void> {
  const connection = await createConnection(connectionOptions(parseDatabaseUrl(serverUrl)));
  try {
    for (const name of serviceNames) {
      await connection.query(`DROP DATABASE IF EXISTS \`${prefix}${name}\``);
      await connection.query(`DROP USER IF EXISTS '${prefix}${name}'@'%'`);
    }
  } finally {
    connection.destroy();
  }
}

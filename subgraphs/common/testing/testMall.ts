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
  readonly dataDir: string;
  /** What a process has printed so far; for messages of failed tests. */
  logOf(name: ServiceName | "gateway"): Promise<string>;
}

export interface TestMallOptions {
  /** False for an empty shop; the demo data otherwise. */
  readonly seeded?: boolean;
  /** Further settings of all processes. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a mall; `stop()` ends its processes and drops its databases. Call it in `beforeAll` with time to spare. */
export async function startTestMall(options: TestMallOptions = {}): Promise<TestMall> {
  const prefix = `t${randomBytes(4).toString("hex")}_`;
  const passwords = Object.fromEntries(
    serviceNames.map((name) => [name, randomBytes(16).toString("hex")]),
  ) as Record<ServiceName, string>;
  const databaseUrls = await provisionDatabases(testServerUrl(), serviceNames, passwords, {
    prefix,
  });
  const dataDir = await mkdtemp(join(tmpdir(), "mall-"));
  const ports = await findFreePorts();
  const cleanUp = async (): Promise<void> => {
    await dropDatabases(prefix);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const mall = await startMallProcesses({
      ports,
      databaseUrls,
      dataDir,
      ...(options.seeded === false ? {} : { seedAt: new Date() }),
      environment: { NODE_ENV: "test", RATE_LIMIT: "off", ...options.environment },
    });
    return {
      ...mall,
      ports,
      databaseUrls,
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

async function dropDatabases(prefix: string): Promise<void> {
  const connection = await createConnection(connectionOptions(parseDatabaseUrl(testServerUrl())));
  try {
    for (const name of serviceNames) {
      await connection.query(`DROP DATABASE IF EXISTS \`${prefix}${name}\``);
      await connection.query(`DROP USER IF EXISTS '${prefix}${name}'@'%'`);
    }
  } finally {
    connection.destroy();
  }
}

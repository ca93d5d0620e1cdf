import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describeAddress, parseDatabaseUrl } from "../../database/databaseUrl";
import { cacheFolder } from "../../database/embedded/cacheFolder";
import { startEmbeddedServer } from "../../database/embedded/embeddedServer";
import { findInstalledEngines } from "../../database/embedded/installedEngine";
import { probe } from "../../database/embedded/probe";
import { run } from "../../database/embedded/run";
import { connectionError } from "../../database/provision";
import { NoDatabaseError } from "../../database/startErrors";
import { ok, problemOf, type Finding } from "./finding";

/** A database server that can be looked into, or why there is none. */
export interface FoundServer {
  readonly finding: Finding;
  /** Null when it cannot be reached, or has not been made yet. */
  readonly adminUrl: string | null;
  /** Ends what was started to look into it. */
  stop(): Promise<void>;
}

const nothingToStop = async (): Promise<void> => undefined;

/** The server of `DATABASE_URL`, else the embedded one, which is started for the time of the look if it has data. */
export async function findServer(
  environment: NodeJS.ProcessEnv,
  dataDir: string,
): Promise<FoundServer> {
  try {
    const url = environment["DATABASE_URL"];
    if (url) return await reach(url);
    if (existsSync(join(dataDir, "database", "data"))) return await open(dataDir);
    return { finding: await checkObtainable(environment), adminUrl: null, stop: nothingToStop };
  } catch (error) {
    return { finding: problemOf("database", error), adminUrl: null, stop: nothingToStop };
  }
}

async function reach(url: string): Promise<FoundServer> {
  const address = parseDatabaseUrl(url, "DATABASE_URL");
  try {
    await probe(url, 5_000);
  } catch (error) {
    throw connectionError(address, error);
  }
  const finding = ok(
    "database",
    `the server of DATABASE_URL answers at ${describeAddress(address)}`,
  );
  return { finding, adminUrl: url, stop: nothingToStop };
}

async function open(dataDir: string): Promise<FoundServer> {
  const server = await startEmbeddedServer({ dataDir });
  const finding = ok(
    "database",
    `the embedded server works, its data is in ${join(dataDir, "database")}`,
  );
  return { finding, adminUrl: server.adminUrl, stop: () => server.stop() };
}

/** Before the first start: whether a server program is there or can be fetched. Fetches nothing. */
async function checkObtainable(environment: NodeJS.ProcessEnv): Promise<Finding> {
  const [installed] = await findInstalledEngines(environment);
  if (installed) return ok("database", `the first start makes one with ${installed.origin}`);
  const cached = await readdir(await cacheFolder(environment));
  if (cached.some((name) => name.startsWith("mariadb-"))) {
    return ok("database", "the first start makes one with the MariaDB in the cache");
  }
  const hasApt = await run("apt-get", ["--version"]).then(
    () => true,
    () => false,
  );
  if (hasApt)
    return ok("database", "the first start fetches MariaDB by apt (8 MB, without installing it)");
  if (process.platform !== "linux") {
    return ok(
      "database",
      "the first start fetches MySQL (200 MB), which keeps no data; DATABASE_URL names a better one",
    );
  }
  throw new NoDatabaseError([
    { way: "mariadbd or mysqld on this machine", reason: "none found" },
    { way: "Debian's or Ubuntu's MariaDB package", reason: "there is no apt-get" },
  ]);
}

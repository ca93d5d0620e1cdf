import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrap, readDataRecord } from "../database/embedded/bootstrap";
import { cacheFolder } from "../database/embedded/cacheFolder";
import type { Engine, OnProgress } from "../database/embedded/engine";
import { prepareFolders } from "../database/embedded/folders";
import { launchMemoryServer } from "../database/embedded/launch";
import { engineSources } from "../database/embedded/obtainEngine";
import {
  isProcessAlive,
  processIdentity,
  sendSignal,
  waitForEnd,
} from "../database/embedded/processes";
import { startServerProcess } from "../database/embedded/serverProcess";
import { tryEngines } from "../database/embedded/tryEngines";
import type { FailedWay } from "../database/startErrors";

/** A database server for one test run: fast, and nothing of it outlives the run. */
export interface TestDatabaseServer {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

const FOLDER_PREFIX = "micro-shop-test-";
const OWNER_FILE = "owner";

/**
 * Starts a server of its own in memory (`/dev/shm`; the temporary directory where there is none) from a template
 * that is made once a user. It dies with this process. Throws a NoDatabaseError.
 */
export async function startTestDatabaseServer(
  onProgress: OnProgress = () => undefined,
): Promise<TestDatabaseServer> {
  const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  await removeAbandoned(parent);
  const failedWays: FailedWay[] = [];
  const found = await tryEngines(
    engineSources(onProgress),
    (engine) => startIn(parent, engine),
    failedWays,
  );
  if (found !== null) return found.result;
  const { adminUrl, stop } = await launchMemoryServer(failedWays, onProgress);
  return { adminUrl, stop: stop ?? (async () => undefined) };
}

async function startIn(parent: string, engine: Engine): Promise<TestDatabaseServer> {
  const folder = await mkdtemp(join(parent, FOLDER_PREFIX));
  try {
    await writeFile(join(folder, OWNER_FILE), processIdentity(process.pid));
    const folders = await prepareFolders(folder);
    await cp(await template(engine), folders.data, { recursive: true });
    const { adminUrl, pid, identity } = await startServerProcess(engine, folders, "test");
    return {
      adminUrl,
      async stop() {
        // Nothing is kept, so nothing needs to be written down first.
        sendSignal(pid, "SIGKILL");
        await waitForEnd(identity, 5_000);
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A data folder without any data, one per server version. */
async function template(engine: Engine): Promise<string> {
  const folder = join(await cacheFolder(), `template-${engine.flavour}-${engine.version}`);
  const data = join(folder, "data");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readDataRecord(data)) === null) await bootstrap(engine, data, "test");
  return data;
}

/** Folders of runs that were killed: their memory would never be given back. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(FOLDER_PREFIX)) continue;
    const folder = join(parent, name);
    const owner = await readFile(join(folder, OWNER_FILE), "utf8").catch(() => null);
    if (owner === null || isProcessAlive(owner)) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

import { DataFolderError, NoDatabaseError, type FailedWay } from "../startErrors";
import { bootstrap, readDataRecord } from "./bootstrap";
import type { Engine, OnProgress } from "./engine";
import type { ServerFolders } from "./folders";
import { engineSources } from "./obtainEngine";
import { processIdentity } from "./processes";
import { startServerProcess } from "./serverProcess";
import { messageOf, tryEngines } from "./tryEngines";

/** A server this process has started. */
export interface LaunchedServer {
  readonly adminUrl: string;
  /** Identity of the process that must live for the server to live. */
  readonly identity: string;
  /** Null when `stop` is a signal to the process of `identity`. */
  readonly stop: (() => Promise<void>) | null;
}

/**
 * Starts a server on the folder with the first program that works, making the data folder when there is none.
 * Throws a NoDatabaseError that tells every way and why it failed, or a DataFolderError.
 */
export async function launch(
  folders: ServerFolders,
  onProgress: OnProgress,
  sources = engineSources(onProgress),
): Promise<LaunchedServer> {
  const failedWays: FailedWay[] = [];
  const found = await tryEngines(
    sources,
    (engine) => launchEngine(engine, folders, onProgress),
    failedWays,
  );
  if (found !== null) return found.result;
  await refuseToHideData(folders, failedWays);
  return launchMemoryServer(failedWays, onProgress);
}

/** The last resort, where no server program could be had: MySQL in memory. Throws a NoDatabaseError. */
export async function launchMemoryServer(
  failedWays: FailedWay[],
  onProgress: OnProgress,
): Promise<LaunchedServer> {
  try {
    onProgress("fetching MySQL (200 MB, once); it will keep no data");
    // Loaded only here: nearly nobody needs it.
    const { startMemoryServer } = await import("./memoryServer.js");
    const server = await startMemoryServer();
    return { ...server, identity: processIdentity(process.pid) };
  } catch (error) {
    failedWays.push({ way: "MySQL in memory (mysql-memory-server)", reason: messageOf(error) });
    throw new NoDatabaseError(failedWays);
  }
}

async function launchEngine(
  engine: Engine,
  folders: ServerFolders,
  onProgress: OnProgress,
): Promise<LaunchedServer> {
  const record = await readDataRecord(folders.data);
  if (record !== null && record.flavour !== engine.flavour) {
    throw new Error(`the data folder was made by ${record.version}, this is ${engine.version}`);
  }
  if (record === null) {
    onProgress("creating the database");
    await bootstrap(engine, folders.data, "durable");
  }
  onProgress("starting the database");
  const { adminUrl, identity } = await startServerProcess(engine, folders, "durable");
  return { adminUrl, identity, stop: null };
}

/** With data in the folder an empty database in memory would look like a loss of everything. */
async function refuseToHideData(
  folders: ServerFolders,
  failedWays: readonly FailedWay[],
): Promise<void> {
  const record = await readDataRecord(folders.data);
  if (record === null) return;
  const reasons = failedWays.map(({ way, reason }) => `  - ${way}: ${reason}`).join("\n");
  throw new DataFolderError(
    `The data in ${folders.data} was made by ${record.version} and cannot be opened:\n${reasons}\n` +
      `Make such a server available again, or move ${folders.base} away to begin with an empty mall.`,
  );
}

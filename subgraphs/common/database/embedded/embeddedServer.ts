import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { OnProgress } from "./engine";
import { prepareFolders, type ServerFolders } from "./folders";
import { keepRunning } from "./keeper";
import { launch } from "./launch";
import { answers } from "./probe";
import { isProcessAlive, pidOf, processIdentity, sendSignal, waitForEnd } from "./processes";
import { readState, removeState, writeState, type ServerState } from "./serverState";
import { socketUrl } from "./serverProcess";
import { tryLock } from "./startLock";

export interface EmbeddedServerOptions {
  /** The server lives in `<dataDir>/database`; made when missing. */
  readonly dataDir: string;
  readonly onProgress?: OnProgress | undefined;
  /** Told, in a sentence, when the server ended by itself, and when it runs again or cannot. */
  readonly report?: ((sentence: string) => void) | undefined;
}

export interface EmbeddedServer {
  /** Full rights; reachable only by this user. */
  readonly adminUrl: string;
  /** Stops the server if this process started or adopted it; else only stops looking after it. */
  stop(): Promise<void>;
}

/** The running server as one process sees it. */
export interface OpenServer {
  readonly adminUrl: string;
  readonly identity: string;
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 20_000;
/** A server that gets the signal of its parent's death ends well within this. */
const ORPHAN_TIMEOUT_MS = 2_000;

/**
 * The private database server of a data folder: attaches to the one that runs, else starts it. While this process
 * looks after it, a server that dies is started again at the same address, so pools heal by themselves.
 * Throws a NoDatabaseError or a DataFolderError.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const folders = await prepareFolders(options.dataDir);
  const onProgress = options.onProgress ?? (() => undefined);
  const open = () => openServer(folders, onProgress);
  const keeper = keepRunning(await open(), open, options.report ?? (() => undefined));
  return { adminUrl: keeper.adminUrl, stop: () => keeper.stop() };
}

async function openServer(folders: ServerFolders, onProgress: OnProgress): Promise<OpenServer> {
  for (const giveUpAt = Date.now() + START_TIMEOUT_MS; Date.now() < giveUpAt;) {
    const state = await readState(folders.state);
    // A server that runs but does not answer is starting or stopping: wait for what it becomes.
    if (state !== null && isProcessAlive(state.server)) {
      const server = await attach(folders, state);
      if (server !== null) return server;
    } else {
      const unlock = await tryLock(folders.startLock);
      if (unlock !== null) {
        try {
          return await startLocked(folders, onProgress);
        } finally {
          await unlock();
        }
      }
    }
    await sleep(50);
  }
  throw new Error(
    `The database of ${folders.base} is being started by another process and does not get ready. ` +
      `See ${folders.log}; stop the process named in ${folders.startLock} or ${folders.state}, then start again.`,
  );
}

/** The one who found no server may have waited for the lock while another started one. */
async function startLocked(folders: ServerFolders, onProgress: OnProgress): Promise<OpenServer> {
  const state = await readState(folders.state);
  const server = state === null ? null : await attach(folders, state);
  if (server !== null) return server;
  await endUnnoted(folders);
  const { adminUrl, identity, stop } = await launch(folders, onProgress);
  await writeState(folders.state, { adminUrl, server: identity, owner: ownIdentity() });
  return {
    adminUrl,
    identity,
    close: stop ?? (() => stopServer(folders, identity)),
  };
}

/**
 * The server of another process; null when it has ended or does not answer. One whose owner is gone is about to end;
 * where the system does not see to that it stays and is adopted, otherwise nobody would ever stop it.
 */
async function attach(folders: ServerFolders, state: ServerState): Promise<OpenServer | null> {
  const { adminUrl, server: identity } = state;
  const hasOwner = isProcessAlive(state.owner);
  if (!hasOwner && (await waitForEnd(identity, ORPHAN_TIMEOUT_MS))) return null;
  if (!isProcessAlive(identity) || !(await answers(adminUrl))) return null;
  if (hasOwner) return { adminUrl, identity, close: async () => undefined };
  await writeState(folders.state, { ...state, owner: ownIdentity() });
  return { adminUrl, identity, close: () => stopServer(folders, identity) };
}

/** A server whose starter was killed before it could note it would keep the data folder locked. */
async function endUnnoted(folders: ServerFolders): Promise<void> {
  const pid = Number((await readFile(folders.pid, "utf8").catch(() => "")).trim());
  if (!(pid > 0) || !(await answers(socketUrl(folders.socket)))) return;
  const identity = processIdentity(pid);
  sendSignal(pid, "SIGTERM");
  await waitForEnd(identity, STOP_TIMEOUT_MS);
}

async function stopServer(folders: ServerFolders, identity: string): Promise<void> {
  const state = await readState(folders.state);
  // Another process may have started it anew and own it now.
  if (state?.server !== identity || state.owner !== ownIdentity()) return;
  const pid = pidOf(identity);
  if (isProcessAlive(identity)) sendSignal(pid, "SIGTERM");
  if (!(await waitForEnd(identity, STOP_TIMEOUT_MS))) {
    // InnoDB recovers from its log at the next start.
    sendSignal(pid, "SIGKILL");
    await waitForEnd(identity, STOP_TIMEOUT_MS);
  }
  await removeState(folders.state);
}

function ownIdentity(): string {
  return processIdentity(process.pid);
}

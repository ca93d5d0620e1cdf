import { spawn, type ChildProcess } from "node:child_process";
import { open, readFile, rename } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { formatDatabaseUrl } from "../databaseUrl";
import { engineEnvironment, type Engine } from "./engine";
import { serverFlags, type ServerProfile } from "./flags";
import type { ServerFolders } from "./folders";
import { answers } from "./probe";
import { processIdentity } from "./processes";

/** A server process that was started and answers. */
export interface ServerProcess {
  readonly adminUrl: string;
  readonly pid: number;
  readonly identity: string;
}

const READY_TIMEOUT_MS = 30_000;

/**
 * Starts the server on a bootstrapped folder and waits until it answers. It runs in a session of its own, so Ctrl-C
 * in the terminal does not reach it, and where the system can do that it ends when this process ends.
 * Throws an Error with the end of the server's log.
 */
export async function startServerProcess(
  engine: Engine,
  folders: ServerFolders,
  profile: ServerProfile,
): Promise<ServerProcess> {
  await rename(folders.log, `${folders.log}.1`).catch(() => undefined);
  const log = await open(folders.log, "w", 0o600);
  const [program, parameters] = withParentDeath(
    engine.binary,
    serverFlags(engine, folders, profile),
    profile === "test" ? "KILL" : "TERM",
  );
  const child = spawn(program, parameters, {
    env: engineEnvironment(engine),
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  await log.close();
  child.unref();
  const adminUrl = socketUrl(folders.socket);
  await waitUntilReady(child, adminUrl, folders.log);
  const { pid = 0 } = child;
  return { adminUrl, pid, identity: processIdentity(pid) };
}

/** The administrator's URL of an embedded server: root without a password, behind a folder only we may enter. */
export function socketUrl(socketPath: string): string {
  return formatDatabaseUrl({
    host: "localhost",
    port: 3306,
    user: "root",
    password: "",
    database: "",
    socketPath,
    ssl: false,
  });
}

/** setpriv (util-linux) asks the kernel to signal the server when its parent dies; it becomes the server, so the pid stays. */
function withParentDeath(
  binary: string,
  flags: readonly string[],
  signal: "TERM" | "KILL",
): [string, string[]] {
  if (process.platform !== "linux") return [binary, [...flags]];
  // Tried first: a small setpriv (busybox) lacks the option.
  const script =
    'if setpriv --pdeathsig "$0" true 2>/dev/null; then exec setpriv --pdeathsig "$0" "$@"; fi; exec "$@"';
  return ["/bin/sh", ["-c", script, signal, binary, ...flags]];
}

async function waitUntilReady(child: ChildProcess, adminUrl: string, log: string): Promise<void> {
  let hasEnded = false;
  child.once("exit", () => (hasEnded = true));
  child.once("error", () => (hasEnded = true));
  for (const giveUpAt = Date.now() + READY_TIMEOUT_MS; Date.now() < giveUpAt;) {
    if (await answers(adminUrl)) return;
    if (hasEnded) throw new Error(`the server ended while starting: ${await lastErrors(log)}`);
    await sleep(20);
  }
  child.kill("SIGKILL");
  throw new Error(
    `the server did not answer within ${READY_TIMEOUT_MS / 1000} s: ${await lastErrors(log)}`,
  );
}

async function lastErrors(log: string): Promise<string> {
  const lines = (await readFile(log, "utf8")).trim().split("\n");
  const errors = lines.filter((line) => line.includes("[ERROR]"));
  return (errors.length > 0 ? errors : lines).slice(-3).join(" | ");
}

import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { isProcessAlive, processIdentity } from "./processes";

/** A lock without content older than this was left by a process killed between creating and writing it. */
const EMPTY_LOCK_STALE_MS = 5_000;

/**
 * Takes the lock file for this process; null when another living process has it. Returns the function that gives it
 * back. It saves work, correctness does not hang on it: of two bootstraps the second rename fails, and of two
 * servers on one folder the second cannot lock the tablespace.
 */
export async function tryLock(path: string): Promise<(() => Promise<void>) | null> {
  const identity = processIdentity(process.pid);
  try {
    await writeFile(path, identity, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await removeIfStale(path);
    return null;
  }
  return async () => {
    if ((await readHolder(path)) === identity) await rm(path, { force: true });
  };
}

async function removeIfStale(path: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder === null) return;
  if (holder === "" ? await isYoung(path) : isProcessAlive(holder)) return;
  // Renamed first, so that two who find it stale do not remove two locks.
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(ignoreMissing);
  await rm(aside, { force: true });
}

async function readHolder(path: string): Promise<string | null> {
  return (await readFile(path, "utf8").catch(ignoreMissing)) ?? null;
}

async function isYoung(path: string): Promise<boolean> {
  const stats = await stat(path).catch(ignoreMissing);
  return stats !== undefined && Date.now() - stats.mtimeMs < EMPTY_LOCK_STALE_MS;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

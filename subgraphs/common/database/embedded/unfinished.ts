import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isProcessAlive, processIdentity } from "./processes";

/** A cache may be shared with containers whose processes we cannot see: what is young may be theirs. */
const ABANDONED_AFTER_MS = 600_000;

/**
 * Lets the work fill a folder of its own inside `parent`, which is removed afterwards; what is to stay is renamed
 * out of it. Folders that killed processes left there are removed too: the name tells whose they are.
 */
export async function withUnfinishedFolder<Result>(
  parent: string,
  prefix: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeAbandoned(parent, prefix);
  const name = `${prefix}${processIdentity(process.pid)}.${randomBytes(4).toString("hex")}`;
  const folder = join(parent, name);
  await mkdir(folder, { mode: 0o700 });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const owner = name.slice(prefix.length, name.lastIndexOf("."));
    const folder = join(parent, name);
    const stats = await stat(folder).catch(() => null);
    if (stats === null || isProcessAlive(owner)) continue;
    if (Date.now() - stats.mtimeMs < ABANDONED_AFTER_MS) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

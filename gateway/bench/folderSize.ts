import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** What a folder takes on the disk, in megabytes of 2^20 bytes, counted as `du` does: by blocks, hard links once. */
export async function folderSizeMb(folder: string): Promise<number> {
  return (await sizeOf(folder, new Set())) / 1024 / 1024;
}

async function sizeOf(path: string, counted: Set<number>): Promise<number> {
  const stats = await lstat(path);
  if (counted.has(stats.ino)) return 0;
  counted.add(stats.ino);
  let bytes = stats.blocks * 512;
  if (!stats.isDirectory()) return bytes;
  for (const name of await readdir(path)) bytes += await sizeOf(join(path, name), counted);
  return bytes;
}

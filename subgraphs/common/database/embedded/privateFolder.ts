import { lstat } from "node:fs/promises";
import { userInfo } from "node:os";

/** Whether the path is a real folder that belongs to this user and that others cannot write to. */
export async function isPrivateFolder(path: string): Promise<boolean> {
  const stats = await lstat(path);
  if (!stats.isDirectory()) return false;
  if (process.platform === "win32") return true;
  return stats.uid === userInfo().uid && (stats.mode & 0o022) === 0;
}

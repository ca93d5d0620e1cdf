import { mkdir } from "node:fs/promises";
import { homedir, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { isPrivateFolder } from "./privateFolder";

/**
 * The folder for what is fetched once per user: `MICRO_SHOP_CACHE`, else `~/.cache/micro-shop`
 * (`XDG_CACHE_HOME` honoured), else, for users without a home, a private folder of the temporary directory.
 */
export async function cacheFolder(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const chosen = env["MICRO_SHOP_CACHE"];
  if (chosen !== undefined && chosen !== "") {
    await mkdir(chosen, { recursive: true, mode: 0o700 });
    return chosen;
  }
  const xdg = env["XDG_CACHE_HOME"];
  const base = xdg === undefined || xdg === "" ? join(homedir(), ".cache") : xdg;
  const folder = join(base, "micro-shop");
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    return temporaryCache();
  }
}

async function temporaryCache(): Promise<string> {
  const folder = join(tmpdir(), `micro-shop-cache-${userInfo().uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The name can be guessed and the folder holds programs we run: another user must not have made it.
  if (await isPrivateFolder(folder)) return folder;
  throw new Error(
    `${folder} belongs to another user. Set MICRO_SHOP_CACHE to a folder of your own.`,
  );
}

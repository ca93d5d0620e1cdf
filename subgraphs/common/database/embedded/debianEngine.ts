import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { privateApt, type Apt } from "./apt";
import type { Engine, OnProgress } from "./engine";
import { inspectEngine } from "./installedEngine";
import { run } from "./run";
import { withUnfinishedFolder } from "./unfinished";

const SERVER_PACKAGE = "mariadb-server-core";

/**
 * MariaDB of this Debian or Ubuntu release, unpacked in the cache by an earlier start or now: the server package and
 * the libraries the machine lacks. Nothing is installed system-wide and root is not needed. Safe when several
 * processes do it at once: each unpacks aside, the first rename wins. Throws an Error that says what did not work.
 */
export async function debianEngine(cache: string, onProgress: OnProgress): Promise<Engine> {
  const target = await engineFolder(cache);
  if (target === null) throw new Error("this is not Debian, Ubuntu or a relative of theirs");
  const cached = await inspectRoot(target);
  if (cached !== null) return cached;
  onProgress("fetching MariaDB (8 MB, once)");
  await withUnfinishedFolder(cache, "fetch-", async (work) => {
    await moveIntoPlace(await fetchAndUnpack(work, onProgress), target, join(work, "broken"));
  });
  const engine = await inspectRoot(target);
  if (engine === null) throw new Error("the unpacked mariadbd does not run on this machine");
  return engine;
}

async function fetchAndUnpack(work: string, onProgress: OnProgress): Promise<string> {
  const apt = privateApt(join(work, "apt"));
  const root = join(work, "root");
  try {
    await unpackWithLibraries(apt, root, join(work, "packages"));
  } catch {
    // No package lists, or lists so old that the mirror has dropped what they name: fetch own ones and try once more.
    onProgress("fetching package lists");
    await rm(root, { recursive: true, force: true });
    await apt.update();
    await unpackWithLibraries(apt, root, join(work, "packages-2"));
  }
  return root;
}

async function unpackWithLibraries(apt: Apt, root: string, downloads: string): Promise<void> {
  let level = [SERVER_PACKAGE];
  let toFetch = [SERVER_PACKAGE, ...(await missingLibraries(apt, level))];
  // The server's own dependencies nearly always suffice; slim images lack libraries of libraries too.
  for (let depth = 0; depth < 4; depth++) {
    const folder = join(downloads, String(depth));
    await apt.download(toFetch, folder);
    for (const file of await readdir(folder))
      await run("dpkg-deb", ["-x", join(folder, file), root]);
    if (!(await lacksLibrary(root))) return;
    level = toFetch;
    toFetch = await missingLibraries(apt, level);
    if (toFetch.length === 0) break;
  }
  throw new Error("a library that mariadbd needs was not found among its packages");
}

/** The library packages that these depend on and that the machine does not have. */
async function missingLibraries(apt: Apt, packageNames: readonly string[]): Promise<string[]> {
  const names = new Set<string>();
  for (const packageName of packageNames) {
    for (const name of await apt.dependencies(packageName)) {
      if (name.startsWith("lib") && !packageNames.includes(name)) names.add(name);
    }
  }
  const installed = await installedPackages();
  return [...names].filter((name) => !installed.has(name));
}

async function installedPackages(): Promise<ReadonlySet<string>> {
  const list = await run("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\\n"]);
  return new Set(
    list
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.slice(0, line.indexOf(" "))),
  );
}

async function lacksLibrary(root: string): Promise<boolean> {
  const env = { ...process.env, LD_LIBRARY_PATH: await libraryPath(root) };
  return (await run("ldd", [serverBinary(root)], { env })).includes("not found");
}

async function inspectRoot(root: string): Promise<Engine | null> {
  return inspectEngine(
    serverBinary(root),
    await libraryPath(root),
    "the Debian package in the cache",
  );
}

function serverBinary(root: string): string {
  return join(root, "usr", "sbin", "mariadbd");
}

/** `usr/lib/x86_64-linux-gnu` and the like. */
async function libraryPath(root: string): Promise<string> {
  const folders: string[] = [];
  for (const parent of [join(root, "usr", "lib"), join(root, "lib")]) {
    const names = await readdir(parent).catch(() => []);
    folders.push(
      ...names.filter((name) => name.includes("-linux-")).map((name) => join(parent, name)),
    );
  }
  return folders.join(":");
}

async function moveIntoPlace(root: string, target: string, aside: string): Promise<void> {
  try {
    await rename(root, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    // Another process was first and its copy is as good, or an old copy no longer runs.
    if ((await inspectRoot(target)) !== null) return;
    await rename(target, aside);
    await rename(root, target);
  }
}

/** One folder per release and architecture: a home folder may be shared by several machines. Null without apt. */
async function engineFolder(cache: string): Promise<string | null> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  if (!/^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(release)) return null;
  const field = (name: string) => new RegExp(`^${name}="?([\\w.-]+)`, "m").exec(release)?.[1] ?? "";
  return join(cache, `mariadb-${field("ID")}-${field("VERSION_ID")}-${process.arch}`);
}

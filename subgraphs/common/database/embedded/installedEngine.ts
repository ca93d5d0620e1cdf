import { access, constants, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { Engine } from "./engine";
import { run } from "./run";

/** Where servers are put without being on everyone's PATH. */
const usualFolders = [
  "/usr/sbin",
  "/usr/local/sbin",
  "/usr/libexec",
  "/usr/local/mysql/bin",
  "/opt/homebrew/opt/mariadb/bin",
  "/opt/homebrew/opt/mysql/bin",
  "/usr/local/opt/mariadb/bin",
  "/usr/local/opt/mysql/bin",
];

/** The server programs already on this machine, MariaDB first. */
export async function findInstalledEngines(
  env: NodeJS.ProcessEnv = process.env,
): Promise<readonly Engine[]> {
  const folders = new Set([...(env["PATH"] ?? "").split(delimiter), ...usualFolders]);
  const engines = new Map<string, Engine>();
  for (const program of ["mariadbd", "mysqld"]) {
    for (const folder of folders) {
      const binary = await findProgram(folder, program);
      // mysqld is often a link to mariadbd.
      if (binary === null || engines.has(binary)) continue;
      const engine = await inspectEngine(binary, null, `${binary} of this machine`);
      if (engine !== null) engines.set(binary, engine);
    }
  }
  return [...engines.values()];
}

/** What a server program is; null when it does not run or misses its files. */
export async function inspectEngine(
  binary: string,
  libraryPath: string | null,
  origin: string,
): Promise<Engine | null> {
  const text = await versionText(binary, libraryPath);
  const version = /Ver (\S+)/.exec(text)?.[1];
  if (version === undefined) return null;
  if (!version.includes("MariaDB")) {
    return { flavour: "mysql", version, binary, shareFolder: null, libraryPath, origin };
  }
  const shareFolder = await findShareFolder(binary);
  if (shareFolder === null) return null;
  return { flavour: "mariadb", version, binary, shareFolder, libraryPath, origin };
}

async function versionText(binary: string, libraryPath: string | null): Promise<string> {
  try {
    const env =
      libraryPath === null ? process.env : { ...process.env, LD_LIBRARY_PATH: libraryPath };
    return await run(binary, ["--no-defaults", "--version"], { env, timeoutMs: 10_000 });
  } catch {
    // A program that cannot tell its version (missing library, wrong architecture) is no candidate.
    return "";
  }
}

async function findProgram(folder: string, program: string): Promise<string | null> {
  if (folder === "") return null;
  const path = join(folder, process.platform === "win32" ? `${program}.exe` : program);
  try {
    await access(path, constants.X_OK);
    return await realpath(path);
  } catch {
    return null;
  }
}

/** The folder with `mysql_system_tables.sql`, relative to the program: Debian, Fedora and Homebrew differ. */
async function findShareFolder(binary: string): Promise<string | null> {
  const prefix = dirname(dirname(binary));
  for (const name of ["share/mysql", "share/mariadb", "share", "share/mysql/mariadb"]) {
    const folder = join(prefix, name);
    try {
      await access(join(folder, "mysql_system_tables.sql"));
      return folder;
    } catch {
      // Not here: try the next one.
    }
  }
  return null;
}

import { userInfo } from "node:os";
import { join } from "node:path";
import type { Engine } from "./engine";
import type { ServerFolders } from "./folders";

/** `durable`: no acknowledged write is lost to kill -9. `test`: nothing survives, everything is fast. */
export type ServerProfile = "durable" | "test";

/** Flags of every start of the server, the first one included. */
export function commonFlags(
  engine: Engine,
  data: string,
  temporary: string,
  profile: ServerProfile,
): string[] {
  return [
    "--no-defaults",
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    // As root the server refuses to run unless told which user to be.
    ...(process.getuid?.() === 0 ? [`--user=${userInfo().username}`] : []),
    ...(engine.shareFolder === null
      ? []
      : [
          `--lc-messages-dir=${engine.shareFolder}`,
          `--character-sets-dir=${join(engine.shareFolder, "charsets")}`,
        ]),
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_bin",
    "--skip-log-bin",
    ...flavourFlags(engine, profile),
  ];
}

/** Flags of a server that runs. */
export function serverFlags(
  engine: Engine,
  folders: ServerFolders,
  profile: ServerProfile,
): string[] {
  return [
    ...commonFlags(engine, folders.data, folders.temporary, profile),
    `--plugin-dir=${folders.plugins}`,
    `--socket=${folders.socket}`,
    `--pid-file=${folders.pid}`,
    "--skip-networking",
    "--skip-name-resolve",
    "--performance-schema=OFF",
    "--default-time-zone=+00:00",
    "--transaction-isolation=READ-COMMITTED",
    "--max-connections=300",
    "--sql-mode=STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY",
    ...(profile === "durable"
      ? ["--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=128M"]
      : [
          "--innodb-flush-log-at-trx-commit=0",
          "--innodb-doublewrite=0",
          "--innodb-buffer-pool-size=64M",
        ]),
  ];
}

function flavourFlags(engine: Engine, profile: ServerProfile): string[] {
  const redoLog = profile === "durable" ? "64M" : "16M";
  return engine.flavour === "mariadb"
    ? [
        `--innodb-log-file-size=${redoLog}`,
        // Only system tables are Aria tables; the defaults reserve 128 MB for each cache.
        "--aria-pagecache-buffer-size=8M",
        "--key-buffer-size=1M",
        "--loose-feedback=OFF",
      ]
    : [`--innodb-redo-log-capacity=${redoLog}`, "--mysqlx=OFF"];
}

import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { engineEnvironment, type Engine } from "./engine";
import { commonFlags, type ServerProfile } from "./flags";
import { run } from "./run";
import { withUnfinishedFolder } from "./unfinished";

const recordShape = z.object({ flavour: z.enum(["mariadb", "mysql"]), version: z.string() });

/** Which engine made a data folder. */
export type DataRecord = z.infer<typeof recordShape>;

const RECORD = "micro-shop.json";

/** Reads which engine made the data folder; null when there is none yet. */
export async function readDataRecord(data: string): Promise<DataRecord | null> {
  try {
    return recordShape.parse(JSON.parse(await readFile(join(data, RECORD), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new Error(`${join(data, RECORD)} is damaged; move ${data} away or restore it.`, {
      cause: error,
    });
  }
}

/**
 * Makes the data folder. It is made aside and renamed when it is whole, so a start that is killed leaves no half
 * folder, and of two starts at once the second finds the first one's.
 */
export async function bootstrap(
  engine: Engine,
  data: string,
  profile: ServerProfile,
): Promise<void> {
  await withUnfinishedFolder(dirname(data), "data.init-", async (unfinished) => {
    const folder = join(unfinished, "data");
    const temporary = join(unfinished, "tmp");
    await mkdir(folder, { mode: 0o700 });
    await mkdir(temporary);
    await createSystemTables(engine, commonFlags(engine, folder, temporary, profile));
    const record: DataRecord = { flavour: engine.flavour, version: engine.version };
    await writeFile(join(folder, RECORD), JSON.stringify(record));
    await renameUnlessThere(folder, data);
  });
}

async function renameUnlessThere(folder: string, data: string): Promise<void> {
  try {
    await rename(folder, data);
  } catch (error) {
    if ((await readDataRecord(data)) === null) throw error;
  }
}

async function createSystemTables(engine: Engine, flags: readonly string[]): Promise<void> {
  const env = engineEnvironment(engine);
  if (engine.flavour === "mysql") {
    await run(engine.binary, [...flags, "--initialize-insecure"], { env });
    return;
  }
  // mariadb-install-db does the same but needs a program of another package.
  const input = await systemTablesSql(engine.shareFolder ?? "");
  await run(engine.binary, [...flags, "--bootstrap", "--silent-startup"], { env, input });
}

async function systemTablesSql(shareFolder: string): Promise<string> {
  const files = [
    "mysql_system_tables.sql",
    "mysql_performance_tables.sql",
    "mysql_system_tables_data.sql",
  ];
  const texts = await Promise.all(files.map((file) => readFile(join(shareFolder, file), "utf8")));
  // Without the socket plugin root needs no operating-system account; the socket's folder is what guards it.
  return ["create database mysql;", "use mysql;", "SET @auth_root_socket=NULL;", ...texts].join(
    "\n",
  );
}

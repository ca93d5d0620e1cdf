import { join } from "node:path";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { connectionOptions } from "../../database/connectionOptions";
import { formatDatabaseUrl, parseDatabaseUrl } from "../../database/databaseUrl";
import { pendingMigrations } from "../../database/migrate";
import { openDatabase, type Database } from "../../database/pool";
import { serviceNames, type ServiceName } from "../../serviceNames";
import { ok, problem, type Finding } from "./finding";

export interface DatabaseCheckOptions {
  readonly adminUrl: string;
  /** The project's root, with the migrations of each subgraph. */
  readonly root: string;
  /** Whether the demo data is expected. */
  readonly isSeedWanted: boolean;
  /** Before each database's name, default `mall_`. */
  readonly prefix?: string;
}

/** The five databases: there, migrated, seeded. */
export async function checkDatabases(options: DatabaseCheckOptions): Promise<readonly Finding[]> {
  const missing = await missingDatabases(options);
  if (missing.length > 0) {
    const says = `missing: ${missing.join(", ")}`;
    return [problem("databases", says, "npm start makes and migrates them")];
  }
  const found = ok("databases", `${serviceNames.join(", ")} are there`);
  const pending = await withEach(options, findPending);
  if (pending.length > 0) return [found, ...pending];
  const migrated = ok("migrations", "none is pending");
  if (!options.isSeedWanted) return [found, migrated, ok("demo data", "not wanted here")];
  const unseeded = await withEach(options, findUnseeded);
  return [found, migrated, ...(unseeded.length > 0 ? unseeded : [ok("demo data", "is there")])];
}

async function missingDatabases(options: DatabaseCheckOptions): Promise<readonly string[]> {
  const connection = await createConnection(
    connectionOptions({ ...parseDatabaseUrl(options.adminUrl), database: "" }),
  );
  try {
    const [rows] = await connection.query<(RowDataPacket & { name: string })[]>(
      "SELECT schema_name AS name FROM information_schema.schemata",
    );
    const names = new Set(rows.map(({ name }) => name));
    return serviceNames
      .map((name) => databaseName(name, options))
      .filter((name) => !names.has(name));
  } finally {
    connection.destroy();
  }
}

async function withEach(
  options: DatabaseCheckOptions,
  look: (name: ServiceName, database: Database, root: string) => Promise<Finding | null>,
): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    serviceNames.map(async (name) => {
      const database = openDatabase({ url: databaseUrlOf(name, options), connectionLimit: 1 });
      try {
        return await look(name, database, options.root);
      } finally {
        await database.close();
      }
    }),
  );
  return findings.filter((finding) => finding !== null);
}

async function findPending(
  name: ServiceName,
  database: Database,
  root: string,
): Promise<Finding | null> {
  try {
    const folder = join(root, "subgraphs", name, "model/migrations");
    const pending = await pendingMigrations(database, folder);
    if (pending.length === 0) return null;
    return problem("migrations", `${name} lacks ${pending.join(", ")}`, "npm start applies them");
  } catch (error) {
    return problem(
      "migrations",
      `${name}: ${error instanceof Error ? error.message : String(error)}`,
      "",
    );
  }
}

/** Every subgraph marks its seed in a table `seed` once it is in. */
async function findUnseeded(name: ServiceName, database: Database): Promise<Finding | null> {
  const [rows] = await database.pool.query<RowDataPacket[]>("SELECT name FROM seed LIMIT 1");
  if (rows.length > 0) return null;
  return problem(
    "demo data",
    `${name} has none`,
    "npm start puts it in; SEED=off is for an empty shop",
  );
}

/** The administrator's way to a subgraph's database. */
export function databaseUrlOf(
  name: ServiceName,
  options: Pick<DatabaseCheckOptions, "adminUrl" | "prefix">,
): string {
  const address = parseDatabaseUrl(options.adminUrl);
  return formatDatabaseUrl({ ...address, database: databaseName(name, options) });
}

function databaseName(
  name: ServiceName,
  { prefix = "mall_" }: Pick<DatabaseCheckOptions, "prefix">,
): string {
  return `${prefix}${name}`;
}

import { randomBytes } from "node:crypto";
import { createConnection } from "mysql2/promise";
import { connectionOptions } from "../database/connectionOptions";
import { formatDatabaseUrl, parseDatabaseUrl } from "../database/databaseUrl";
import { migrate } from "../database/migrate";
import { openDatabase, type Database } from "../database/pool";

/** A database of one test file. `close()` drops it. */
export interface TestDatabase extends Database {
  /** For a process under test that opens its own pool. */
  readonly url: string;
}

/**
 * Makes an empty database on the run's server, migrated when a folder is given. Call it in `beforeAll`, and `close()`
 * in `afterAll`.
 * @param name a short word for messages; the database's own name is unique.
 */
export async function testDatabase(name: string, migrationsFolder?: string): Promise<TestDatabase> {
  const databaseName = `test_${name
    .replaceAll(/[^a-z0-9]/gi, "_")
    .toLowerCase()
    .slice(0, 40)}_${randomBytes(4).toString("hex")}`;
  await runAsAdmin(`CREATE DATABASE \`${databaseName}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const url = formatDatabaseUrl({ ...parseDatabaseUrl(testServerUrl()), database: databaseName });
  // Tests wait for connections longer: a busy machine is no reason to fail.
  const database = openDatabase({ url, acquireTimeoutMs: 10_000 });
  if (migrationsFolder !== undefined) await migrate(database, migrationsFolder);
  return {
    ...database,
    url,
    async close() {
      await database.close();
      await runAsAdmin(`DROP DATABASE IF EXISTS \`${databaseName}\``);
    },
  };
}

/** Administrator's URL of the run's server, e.g. as DATABASE_URL of a mall under test. */
export function testServerUrl(): string {
  const url = process.env["TEST_DATABASE_URL"];
  if (url !== undefined) return url;
  throw new Error(
    "TEST_DATABASE_URL is not set: jest's globalSetup did not run. Run jest from the root folder.",
  );
}

async function runAsAdmin(statement: string): Promise<void> {
  const connection = await createConnection(connectionOptions(parseDatabaseUrl(testServerUrl())));
  try {
    await connection.query(statement);
  } finally {
    connection.destroy();
  }
}

import type { MySqlTable } from "drizzle-orm/mysql-core";
import { generateMySQLDrizzleJson, generateMySQLMigration } from "drizzle-kit/api";
import type { Database } from "../database/pool";

/** Makes tables in an empty test database, as a migration of drizzle-kit would. */
export async function createTables(
  database: Database,
  tables: Record<string, MySqlTable>,
): Promise<void> {
  const [before, after] = [
    await generateMySQLDrizzleJson({}),
    await generateMySQLDrizzleJson(tables),
  ];
  for (const statement of await generateMySQLMigration(before, after)) {
    await database.pool.query(statement);
  }
}

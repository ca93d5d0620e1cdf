import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { migrate, MigrationError, pendingMigrations } from "./migrate";
import { openDatabase } from "./pool";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await testDatabase("migrate");
  folder = await mkdtemp(join(tmpdir(), "migrations-"));
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

/** Writes a folder as drizzle-kit does. */
async function writeMigrations(migrations: Record<string, readonly string[]>): Promise<void> {
  await mkdir(join(folder, "meta"), { recursive: true });
  const entries = Object.keys(migrations).map((tag, idx) => ({
    idx,
    tag,
    version: "5",
    when: idx,
    breakpoints: true,
  }));
  await writeFile(
    join(folder, "meta", "_journal.json"),
    JSON.stringify({ version: "7", dialect: "mysql", entries }),
  );
  for (const [tag, statements] of Object.entries(migrations)) {
    await writeFile(join(folder, `${tag}.sql`), statements.join("\n--> statement-breakpoint\n"));
  }
}

async function tables(): Promise<string[]> {
  const [rows] = await database.pool.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1",
  );
  return (rows as { name: string }[])
    .map((row) => row.name)
    .filter((name) => name !== "schema_migration");
}

test("pending migrations are applied once, in order, and told", async () => {
  await writeMigrations({
    "0000_a": ["CREATE TABLE a (id int)"],
    "0001_b": ["ALTER TABLE a ADD COLUMN b int"],
  });
  expect(await pendingMigrations(database, folder)).toEqual(["0000_a", "0001_b"]);
  expect(await migrate(database, folder)).toEqual(["0000_a", "0001_b"]);
  expect(await migrate(database, folder)).toEqual([]);
  expect(await pendingMigrations(database, folder)).toEqual([]);
});

test("of many starters at once each migration is applied by exactly one", async () => {
  await writeMigrations({
    "0000_a": ["CREATE TABLE a (id int)", "INSERT INTO a VALUES (1)"],
    "0001_b": ["CREATE TABLE b (id int)"],
  });
  const starters = Array.from({ length: 8 }, () => openDatabase({ url: database.url }));
  const applied = await Promise.all(starters.map((starter) => migrate(starter, folder)));
  await Promise.all(starters.map((starter) => starter.close()));
  expect(applied.flat()).toEqual(["0000_a", "0001_b"]);
  const [rows] = await database.pool.query("SELECT COUNT(*) AS count FROM a");
  expect(rows).toEqual([{ count: 1 }]);
});

test("a migration may take longer than the statements of requests", async () => {
  await writeMigrations({ "0000_a": ["CREATE TABLE a AS SELECT SLEEP(0.1) AS zero"] });
  const hasty = openDatabase({ url: database.url, connectionLimit: 1, statementTimeoutMs: 20 });
  expect(await migrate(hasty, folder)).toEqual(["0000_a"]);
  await expect(hasty.pool.query("SELECT SLEEP(5)")).rejects.toMatchObject({ errno: 1969 });
  await hasty.close();
});

test("a failing statement names the migration and its place, and a corrected one resumes there", async () => {
  const first = "CREATE TABLE a (id int)";
  await writeMigrations({
    "0000_a": [first],
    "0001_b": ["CREATE TABLE b (id int)", "CREATE TABLE b (wrong"],
  });
  const failure = await migrate(database, folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MigrationError);
  expect((failure as Error).message).toMatch(/0001_b failed at its statement 2 of 2/);
  expect(await pendingMigrations(database, folder)).toEqual(["0001_b"]);
});

test("a start killed between a statement and the note of it is resumed", async () => {
  await writeMigrations({
    "0000_a": ["CREATE TABLE a (id int)", "CREATE TABLE b (id int)", "CREATE TABLE c (id int)"],
  });
  await migrate(database, folder);
  // As if killed after the second statement had run, before it was noted.
  await database.pool.query("DROP TABLE c");
  await database.pool.query("UPDATE schema_migration SET statements_done = 1, completed_at = NULL");
  expect(await migrate(database, folder)).toEqual(["0000_a"]);
  expect(await tables()).toEqual(["a", "b", "c"]);
});

test("a table that is there without us is an error, not taken for done", async () => {
  await writeMigrations({ "0000_a": ["CREATE TABLE a (id int)"] });
  await database.pool.query("CREATE TABLE a (other int)");
  await expect(migrate(database, folder)).rejects.toThrow(MigrationError);
});

test("a migration edited after it was applied is refused", async () => {
  await writeMigrations({ "0000_a": ["CREATE TABLE a (id int)"] });
  await migrate(database, folder);
  await writeMigrations({ "0000_a": ["CREATE TABLE a (id bigint)"] });
  await expect(migrate(database, folder)).rejects.toThrow(/0000_a was edited/);
  await expect(pendingMigrations(database, folder)).rejects.toThrow(/0000_a was edited/);
});

test("line ends of another system are no edit", async () => {
  await writeMigrations({ "0000_a": ["CREATE TABLE a (\nid int)"] });
  await migrate(database, folder);
  await writeMigrations({ "0000_a": ["CREATE TABLE a (\r\nid int)"] });
  expect(await pendingMigrations(database, folder)).toEqual([]);
});

test("an empty custom migration is applied", async () => {
  await writeMigrations({ "0000_a": ["-- Custom SQL migration file, put your code below! --"] });
  expect(await migrate(database, folder)).toEqual(["0000_a"]);
  expect(await pendingMigrations(database, folder)).toEqual([]);
});

test("another process that does not end its migration is named, and the lock of a failed one is free again", async () => {
  await writeMigrations({ "0000_a": ["CREATE TABLE a (wrong"] });
  await migrate(database, folder).catch(() => undefined);
  const other = await database.pool.getConnection();
  const [rows] = await other.query("SELECT GET_LOCK(?, 0) AS isHeld", [`migrate:${database.name}`]);
  expect(rows).toEqual([{ isHeld: 1 }]);
  await expect(migrate(database, folder, { lockTimeoutSeconds: 0 })).rejects.toThrow(
    /Another process has been migrating/,
  );
  other.destroy();
});

test("a folder without a journal fails", async () => {
  await expect(migrate(database, folder)).rejects.toThrow(/_journal.json/);
});

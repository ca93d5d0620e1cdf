import { createConnection } from "mysql2/promise";
import { randomBytes } from "node:crypto";
import { testServerUrl } from "../testing/testDatabase";
import { connectionOptions } from "./connectionOptions";
import { formatDatabaseUrl, parseDatabaseUrl } from "./databaseUrl";
import { openDatabase } from "./pool";
import { provisionDatabases } from "./provision";
import { DatabaseConnectionError } from "./startErrors";

const prefix = `p${randomBytes(4).toString("hex")}_`;
const passwords = { user: 'it\'s "quoted" \\ %40/', pay: "pay" };

function provision(words: Record<"user" | "pay", string> = passwords) {
  return provisionDatabases(testServerUrl(), ["user", "pay"], words, { prefix });
}

/** The rows, or the error that the server answered. */
async function query(url: string, statement: string): Promise<unknown> {
  const database = openDatabase({ url, connectionLimit: 1 });
  try {
    const [rows] = await database.pool.query(statement);
    return rows;
  } catch (error) {
    return error;
  } finally {
    await database.close();
  }
}

afterAll(async () => {
  const admin = await createConnection(connectionOptions(parseDatabaseUrl(testServerUrl())));
  for (const name of ["user", "pay"]) {
    await admin.query(`DROP DATABASE IF EXISTS ${prefix}${name}`);
    await admin.query(`DROP USER IF EXISTS ${prefix}${name}`);
  }
  await admin.end();
});

test("each name gets a database and an account that may use it", async () => {
  const urls = await provision();
  await query(urls.user, "CREATE TABLE t (id int PRIMARY KEY)");
  await query(urls.user, "INSERT INTO t VALUES (1)");
  expect(await query(urls.user, "SELECT id FROM t")).toEqual([{ id: 1 }]);
  expect(await query(urls.user, "SELECT @@collation_database AS collation")).toEqual([
    { collation: "utf8mb4_bin" },
  ]);
});

test("an account may not read a sibling's database, nor make one", async () => {
  const urls = await provision();
  expect(await query(urls.pay, `SELECT 1 FROM ${prefix}user.t`)).toMatchObject({ errno: 1142 });
  expect(await query(urls.pay, `CREATE DATABASE ${prefix.replace("_", "x")}pay`)).toMatchObject({
    errno: 1044,
  });
});

test("doing it again, also at the same time, keeps the data and sets the new password", async () => {
  const before = await provision();
  await query(before.pay, "CREATE TABLE kept (id int PRIMARY KEY)");
  await Promise.all([provision(), provision(), provision()]);
  const after = await provision({ ...passwords, pay: "changed" });
  expect(await query(after.pay, "SELECT * FROM kept")).toEqual([]);
  expect(await query(before.pay, "SELECT 1")).toMatchObject({ errno: 1045 });
});

test("a wrong administrator's password is told with its fix and without the password", async () => {
  const { user } = await provision();
  const wrong = formatDatabaseUrl({ ...parseDatabaseUrl(user), password: "hush" });
  const failure = await provisionDatabases(wrong, ["user"], passwords).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(DatabaseConnectionError);
  expect(failure).toMatchObject({
    kind: "ACCESS_DENIED",
    message: expect.stringContaining("DATABASE_URL"),
  });
  expect((failure as Error).message).not.toContain("hush");
});

test("a server that is not there is told with its address", async () => {
  const failure = provisionDatabases("mysql://root:hush@127.0.0.1:1/", ["user"], passwords);
  await expect(failure).rejects.toMatchObject({
    kind: "UNREACHABLE",
    message: expect.stringContaining("127.0.0.1:1"),
  });
});

test("an account without the right to make databases is told so", async () => {
  const { user } = await provision();
  const failure = provisionDatabases(user, ["user"], passwords, { prefix: "elsewhere_" });
  await expect(failure).rejects.toMatchObject({ kind: "NOT_ALLOWED" });
});

test("a database named in the administrator's URL need not exist", async () => {
  const admin = formatDatabaseUrl({ ...parseDatabaseUrl(testServerUrl()), database: "nowhere" });
  const { pay } = await provisionDatabases(admin, ["pay"], passwords, { prefix });
  expect(parseDatabaseUrl(pay).database).toBe(`${prefix}pay`);
});

test("a malformed URL is told by the name of its setting", async () => {
  const failure = provisionDatabases("mysql:/root@h", ["user"], passwords);
  await expect(failure).rejects.toThrow(/^DATABASE_URL /);
});

import { sql } from "drizzle-orm";
import { register } from "prom-client";
import { startDeadline } from "../resilience/deadline";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { openDatabase } from "./pool";
import { recordStatements, runAsRequest } from "./statements";
import { inTransaction } from "./transaction";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("statements");
  await database.pool.query("CREATE TABLE thing (id int PRIMARY KEY)");
});
afterAll(() => database.close());

async function counted(origin: "request" | "background"): Promise<number> {
  const metric = await register.getSingleMetric("mall_sql_statements_total")?.get();
  return metric?.values.find((value) => value.labels["origin"] === origin)?.value ?? 0;
}

test("pool, connection, drizzle and transaction all count, bookkeeping does not", async () => {
  const { statements } = await recordStatements(async () => {
    await database.pool.query("SELECT 1");
    await database.pool.execute("SELECT ?", [2]);
    await database.drizzle.execute(sql`SELECT 3`);
    const connection = await database.pool.getConnection();
    await connection.query({ sql: "SELECT 4" });
    connection.release();
    await inTransaction(database, async (transaction, own) => {
      await transaction.execute(sql`SELECT 5`);
      await own.execute("SELECT 6");
    });
  });
  expect(statements).toEqual([
    "SELECT 1",
    "SELECT ?",
    "SELECT 3",
    "SELECT 4",
    "SELECT 5",
    "SELECT 6",
  ]);
});

test("what a request sends is counted as the request's, all else as background work", async () => {
  const before = [await counted("request"), await counted("background")];
  await runAsRequest(startDeadline(10_000), () => database.pool.query("SELECT 1"));
  await database.pool.query("SELECT 1");
  await database.pool.query("SELECT 1");
  const after = [await counted("request"), await counted("background")];
  expect(after).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 2]);
});

test("a statement that waited for a connection counts for the one who asked, not for the one who released it", async () => {
  const single = openDatabase({ url: database.url, connectionLimit: 1, acquireTimeoutMs: 10_000 });
  const holder = await single.pool.getConnection();
  const asked = recordStatements(() => single.pool.query("SELECT 'waited'"));
  const released = await recordStatements(async () => {
    await holder.query("SELECT 'held'");
    holder.release();
    await asked;
  });
  expect((await asked).statements).toEqual(["SELECT 'waited'"]);
  expect(released.statements).toEqual(["SELECT 'held'"]);
  await single.close();
});

test("concurrent recordings do not see each other", async () => {
  const recordings = await Promise.all(
    [1, 2, 3].map((number) => recordStatements(() => database.pool.query(`SELECT ${number}`))),
  );
  expect(recordings.map(({ statements }) => statements)).toEqual([
    ["SELECT 1"],
    ["SELECT 2"],
    ["SELECT 3"],
  ]);
});

import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { openDatabase } from "./pool";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("pool");
});
afterAll(() => database.close());

test("a session reads committed rows, waits 2 s for locks and speaks UTC, whatever the server's defaults are", async () => {
  const [rows] = await database.pool.query(
    "SELECT @@innodb_lock_wait_timeout AS wait, @@time_zone AS zone, @@collation_connection AS collation",
  );
  expect(rows).toEqual([{ wait: 2, zone: "+00:00", collation: "utf8mb4_bin" }]);
  const [levels] = await database.pool.query("SHOW VARIABLES LIKE '%isolation'");
  expect(JSON.stringify(levels)).toContain("READ-COMMITTED");
});

test("a caller that finds no free connection in time is refused as UNAVAILABLE, and later ones are served again", async () => {
  const small = openDatabase({ url: database.url, connectionLimit: 1, acquireTimeoutMs: 20 });
  const held = await small.pool.getConnection();
  await expect(small.pool.query("SELECT 1")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await expect(small.pool.execute("SELECT 1")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  held.release();
  const [rows] = await small.pool.query("SELECT 1 AS one");
  expect(rows).toEqual([{ one: 1 }]);
  await small.close();
});

test("a full queue refuses the next caller at once", async () => {
  const small = openDatabase({ url: database.url, connectionLimit: 1, queueLimit: 1 });
  const held = await small.pool.getConnection();
  const queued = small.pool.query("SELECT 1 AS one");
  await expect(small.pool.query("SELECT 1")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  held.release();
  await expect(queued).resolves.toBeDefined();
  await small.close();
});

test("the refusal of a full pool holds no address and no statement", async () => {
  const small = openDatabase({ url: database.url, connectionLimit: 1, acquireTimeoutMs: 1 });
  const held = await small.pool.getConnection();
  const refusal = await small.pool
    .query("SELECT 'secret'")
    .catch((error: unknown) => String(error));
  expect(refusal).not.toMatch(/secret|sock|localhost/);
  held.release();
  await small.close();
});

import { sql } from "drizzle-orm";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import {
  databaseErrno,
  isCheckViolation,
  isConnectionLost,
  isDuplicateKey,
  isForeignKeyViolation,
  isOutOfRange,
  isRetryable,
} from "./errors";
import { openDatabase } from "./pool";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("errors");
  await database.pool.query("CREATE TABLE parent (id int PRIMARY KEY)");
  await database.pool.query(
    `CREATE TABLE stock (id int PRIMARY KEY, parent int NULL REFERENCES parent (id),
     quantity int unsigned NOT NULL, CONSTRAINT few CHECK (quantity <= 10))`,
  );
  await database.pool.query("INSERT INTO stock VALUES (1, NULL, 5)");
});
afterAll(() => database.close());

/** Through drizzle, which wraps the server's error in one of its own. */
async function failureOf(statement: string): Promise<unknown> {
  return database.drizzle.execute(sql.raw(statement)).then(
    () => null,
    (error: unknown) => error,
  );
}

test("a duplicate key is recognised through drizzle's wrapper", async () => {
  expect(isDuplicateKey(await failureOf("INSERT INTO stock VALUES (1, NULL, 5)"))).toBe(true);
});

test("a CHECK that refuses is recognised", async () => {
  expect(isCheckViolation(await failureOf("UPDATE stock SET quantity = 11"))).toBe(true);
});

test("a foreign key that refuses is recognised", async () => {
  expect(isForeignKeyViolation(await failureOf("INSERT INTO stock VALUES (2, 7, 5)"))).toBe(true);
});

test("an unsigned number that would go below zero is recognised", async () => {
  expect(isOutOfRange(await failureOf("UPDATE stock SET quantity = quantity - 6"))).toBe(true);
});

test("each of them is recognised as itself alone", async () => {
  const duplicate = await failureOf("INSERT INTO stock VALUES (1, NULL, 5)");
  expect(
    [isCheckViolation, isForeignKeyViolation, isOutOfRange, isRetryable, isConnectionLost].map(
      (is) => is(duplicate),
    ),
  ).toEqual([false, false, false, false, false]);
});

test("a connection that is killed is a lost connection, not an answer of the server", async () => {
  const connection = await database.pool.getConnection();
  await database.pool.query(`KILL ${connection.threadId}`);
  const failure = await connection.query("SELECT 1").catch((error: unknown) => error);
  connection.destroy();
  expect(isConnectionLost(failure)).toBe(true);
  expect(isRetryable(failure)).toBe(false);
});

test("a server that is not there is a lost connection", async () => {
  const nowhere = openDatabase({ url: "mysql://root@localhost/test?socketPath=/nowhere/db.sock" });
  const failure = await nowhere.pool.query("SELECT 1").catch((error: unknown) => error);
  await nowhere.close();
  expect(isConnectionLost(failure)).toBe(true);
});

test("what is no database error has no number, even when its causes form a ring", () => {
  const ring = new Error("ring");
  ring.cause = ring;
  expect([ring, null, undefined, "1062", 1062].map(databaseErrno)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});

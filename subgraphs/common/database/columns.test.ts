import { sql } from "drizzle-orm";
import { bigint, mysqlTable } from "drizzle-orm/mysql-core";
import { newId } from "../ids";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { amountMinor, json, timestampMs, uuid } from "./columns";
import { databaseErrno } from "./errors";

const sample = mysqlTable("sample", {
  id: uuid("id").primaryKey(),
  at: timestampMs("at"),
  amount: amountMinor("amount"),
  data: json<unknown>("data"),
});

const raw = mysqlTable("sample", { amount: bigint("amount", { mode: "bigint" }) });

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("columns");
  await database.pool.query(
    `CREATE TABLE sample (id ${sample.id.getSQLType()} PRIMARY KEY, at ${sample.at.getSQLType()},
     amount ${sample.amount.getSQLType()}, data ${sample.data.getSQLType()})`,
  );
});
afterEach(() => database.drizzle.delete(sample));
afterAll(() => database.close());

async function roundTrip(row: Partial<typeof sample.$inferInsert>) {
  const id = newId();
  await database.drizzle.insert(sample).values({ id, ...row });
  const rows = await database.drizzle
    .select()
    .from(sample)
    .where(sql`${sample.id} = ${sql.param(id, sample.id)}`);
  return rows[0];
}

test("an id is 16 bytes in the database and the same text afterwards", async () => {
  const row = await roundTrip({});
  const [stored] = await database.pool.query(
    "SELECT HEX(id) AS hex, LENGTH(id) AS length FROM sample",
  );
  expect(stored).toEqual([{ hex: row?.id.replaceAll("-", "").toUpperCase(), length: 16 }]);
});

test.each([
  "",
  "not-an-id",
  "0190A000-0000-7000-8000-000000000000",
  "0190a000-0000-7000-8000-00000000000g",
])("the text %j is refused as an id before it reaches the server", async (id) => {
  await expect(roundTrip({ id })).rejects.toThrow(RangeError);
});

test.each(["1970-01-01T00:00:00.000Z", "2026-03-29T01:30:00.001Z", "9999-12-31T23:59:59.999Z"])(
  "the moment %s keeps its milliseconds and its UTC",
  async (text) => {
    const row = await roundTrip({ at: new Date(text) });
    expect(row?.at?.toISOString()).toBe(text);
    const [stored] = await database.pool.query("SELECT CAST(at AS CHAR) AS text FROM sample");
    expect(stored).toEqual([{ text: text.replace("T", " ").replace("Z", "") }]);
  },
);

test.each([0, -1, 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
  "the amount %d comes back exactly",
  async (amount) => {
    expect((await roundTrip({ amount }))?.amount).toBe(amount);
  },
);

test.each([2 ** 53, -(2 ** 53), 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
  "the amount %d is refused instead of rounded",
  async (amount) => {
    await expect(roundTrip({ amount })).rejects.toThrow(RangeError);
  },
);

test("an amount that grew beyond safe integers inside the database is refused when it is read", async () => {
  await database.pool.query(
    "INSERT INTO sample (id, amount) VALUES (UNHEX(REPLACE(UUID(), '-', '')), 9007199254740993)",
  );
  await expect(database.drizzle.select({ amount: sample.amount }).from(sample)).rejects.toThrow(
    RangeError,
  );
  await expect(database.drizzle.select().from(raw)).resolves.toEqual([
    { amount: 9007199254740993n },
  ]);
});

test.each([[{ a: [1, "ü", null] }], ["plain text"], [[]], [0], ["\u0000💥"], [null]])(
  "the JSON value %j comes back as it was",
  async (data) => {
    expect((await roundTrip({ data }))?.data).toEqual(data);
  },
);

test("json_value() reads inside a JSON column", async () => {
  await roundTrip({ data: { order: { id: "o-1" } } });
  const [rows] = await database.pool.query(
    "SELECT json_value(data, '$.order.id') AS id FROM sample",
  );
  expect(rows).toEqual([{ id: "o-1" }]);
});

test("an amount that overflows the column is told by its error number", async () => {
  await roundTrip({ amount: 1 });
  const failure = await database.pool
    .query("UPDATE sample SET amount = amount + 9223372036854775807")
    .catch((error: unknown) => error);
  expect(databaseErrno(failure)).toBe(1690);
});

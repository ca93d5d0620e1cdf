import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { amountMinor, json, timestampMs, uuid } from "./columns";
import { databaseErrno, isDuplicateKey } from "./errors";
import { insertStatement } from "./insertStatement";
import { readByStatement, readStatement, slot, writeStatement } from "./statement";
import { recordStatements } from "./statements";
import { inTransaction } from "./transaction";
import { updateStatement } from "./updateStatement";

const note = mysqlTable("note", {
  id: uuid("id").primaryKey(),
  text: varchar("note_text", { length: 20 }),
  amount: amountMinor("amount").notNull(),
  tags: json<readonly string[]>("tags"),
  at: timestampMs("at").notNull(),
  seen: int("seen").notNull().default(7),
});

type NoteRow = typeof note.$inferSelect;

const first: NoteRow = {
  id: "01a2058d-5b88-7001-9f9f-84d46c8dfbbb",
  text: null,
  amount: -9_007_199_254_740_991,
  tags: ["a", 'b"'],
  at: new Date("2026-11-22T23:59:59.123Z"),
  seen: 1,
};
const second: NoteRow = {
  ...first,
  id: "01a2058d-5cac-7000-8643-e4e8c8763f94",
  text: "é ?",
  tags: null,
};

const insertNotes = insertStatement(note);
const noteById = readStatement<{ id: string }, NoteRow>(getTableColumns(note), (builder) =>
  builder
    .select()
    .from(note)
    .where(eq(note.id, slot(note.id))),
);
const allNotes = readStatement<object, NoteRow>(getTableColumns(note), (builder) =>
  builder.select().from(note).orderBy(asc(note.id)),
);
const changeSeen = writeStatement<{ id: string; by: number; at: Date }>((builder) =>
  builder
    .update(note)
    .set({ seen: sql`${note.seen} + ${slot(note.seen, "by")}`, at: slot(note.at) })
    .where(and(eq(note.id, slot(note.id)), eq(note.amount, first.amount))),
);

const updateNote = updateStatement<typeof note, { id: string }>(note, eq(note.id, slot(note.id)));
const notesBy = readByStatement<{ note: NoteRow; double: number | null }>(
  { note: getTableColumns(note), double: Number },
  note.id,
  (builder, isWanted) =>
    builder
      .select({ note, double: sql<number>`${note.seen} * 2`.mapWith(Number) })
      .from(note)
      .where(isWanted)
      .orderBy(asc(note.id)),
);

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("statement");
  await database.pool.query(
    "CREATE TABLE note (id binary(16) PRIMARY KEY, note_text varchar(20), amount bigint NOT NULL, tags longtext, at datetime(3) NOT NULL, seen int NOT NULL DEFAULT 3)",
  );
});
beforeEach(() => database.drizzle.delete(note));
afterAll(() => database.close());

test("rows come back as drizzle reads and writes them, every type and NULL", async () => {
  await insertNotes(database.drizzle, [first, second]);
  expect(await database.drizzle.select().from(note).orderBy(asc(note.id))).toEqual([first, second]);
  expect(await allNotes(database.drizzle, {})).toEqual([first, second]);
  expect(await noteById(database.drizzle, { id: second.id })).toEqual([second]);
});

test("a column that a row leaves out has its default, else NULL", async () => {
  const { id, amount, at } = first;
  await insertNotes(database.drizzle, [{ id, amount, at }]);
  expect(await allNotes(database.drizzle, {})).toEqual([
    { id, amount, at, text: null, tags: null, seen: 7 },
  ]);
});

test("what is fixed is computed by the database", async () => {
  const insertNow = insertStatement(note, { at: sql<Date>`'2001-02-03 04:05:06.789'` });
  await insertNow(database.drizzle, [{ id: first.id, amount: 0 }]);
  const [row] = await allNotes(database.drizzle, {});
  expect(row?.at).toEqual(new Date("2001-02-03T04:05:06.789Z"));
});

test("values fill their slots at each run, and the rows met are answered", async () => {
  await insertNotes(database.drizzle, [first]);
  const at = new Date("2030-01-01T00:00:00.001Z");
  const change = { id: first.id, by: 2, at };
  expect((await changeSeen(database.drizzle, change)).affectedRows).toBe(1);
  expect((await changeSeen(database.drizzle, { ...change, by: 3 })).affectedRows).toBe(1);
  expect((await changeSeen(database.drizzle, { ...change, id: second.id })).affectedRows).toBe(0);
  expect(await allNotes(database.drizzle, {})).toEqual([{ ...first, at, seen: 6 }]);
});

test("a missing value is an error, never NULL", async () => {
  const missing = { id: first.id, by: undefined, at: first.at } as never;
  await expect(changeSeen(database.drizzle, missing)).rejects.toThrow("no value for by");
});

test("in a transaction it is part of it, and is counted", async () => {
  const { statements } = await recordStatements(() =>
    inTransaction(database, async (transaction) => {
      await insertNotes(transaction, [first]);
      expect(await noteById(transaction, { id: first.id })).toEqual([first]);
      throw new Error("back");
    }).catch(() => undefined),
  );
  expect(statements).toHaveLength(2);
  expect(await allNotes(database.drizzle, {})).toEqual([]);
});

test("the server's errors are recognised, and say where they come from", async () => {
  await insertNotes(database.drizzle, [first]);
  const error: unknown = await insertNotes(database.drizzle, [first]).catch((e: unknown) => e);
  expect(isDuplicateKey(error)).toBe(true);
  expect(databaseErrno(error)).toBe(1062);
  expect((error as Error).stack).toContain("statement.test");
});

test("only what is named in the changes is changed, one text for each set of names", async () => {
  await insertNotes(database.drizzle, [first, second]);
  const { id } = first;
  const change = { text: "new", tags: null, at: undefined } as unknown as Partial<NoteRow>;
  expect((await updateNote(database.drizzle, change, { id })).affectedRows).toBe(1);
  await updateNote(database.drizzle, { text: "newer", tags: ["c"] }, { id });
  await updateNote(database.drizzle, { seen: 9 }, { id });
  expect(await allNotes(database.drizzle, {})).toEqual([
    { ...first, text: "newer", tags: ["c"], seen: 9 },
    second,
  ]);
});

test("rows are read by any number of values, with columns below a table's name and functions", async () => {
  await insertNotes(database.drizzle, [first, second]);
  const both = [
    { note: first, double: 2 },
    { note: second, double: 2 },
  ];
  expect(await notesBy(database.drizzle, [])).toEqual([]);
  expect(await notesBy(database.drizzle, [second.id])).toEqual([both[1]]);
  expect(await notesBy(database.drizzle, [second.id, first.id])).toEqual(both);
  expect(await notesBy(database.drizzle, [second.id, second.id, first.id])).toEqual(both);
});

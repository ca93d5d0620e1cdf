import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { afterCommit } from "./afterCommit";
import { inTransaction } from "./transaction";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("after_commit");
  await database.pool.query("CREATE TABLE note (id int PRIMARY KEY)");
});
afterAll(() => database.close());

async function countNotes(): Promise<number> {
  const [rows] = await database.pool.query("SELECT count(*) AS n FROM note");
  return (rows as { n: number }[])[0]?.n ?? -1;
}

test("notifications come in order, after the commit", async () => {
  const heard: string[] = [];
  await inTransaction(database, async (transaction, connection) => {
    afterCommit(transaction, () => heard.push("first"));
    afterCommit(transaction, () => heard.push("second"));
    await connection.query("INSERT INTO note VALUES (1)");
    expect(heard).toEqual([]);
  });
  expect(heard).toEqual(["first", "second"]);
  expect(await countNotes()).toBe(1);
});

test("a transaction that rolls back notifies nobody", async () => {
  const notify = jest.fn();
  const attempt = inTransaction(database, async (transaction) => {
    afterCommit(transaction, notify);
    throw new Error("refused");
  });
  await expect(attempt).rejects.toThrow("refused");
  expect(notify).not.toHaveBeenCalled();
});

test("a commit whose outcome is unknown notifies nobody", async () => {
  const notify = jest.fn();
  const attempt = inTransaction(database, async (transaction, connection) => {
    afterCommit(transaction, notify);
    const [rows] = await connection.query("SELECT CONNECTION_ID() AS id");
    await database.pool.query(`KILL ${(rows as { id: number }[])[0]?.id}`);
  });
  await expect(attempt).rejects.toThrow();
  expect(notify).not.toHaveBeenCalled();
});

test("only the attempt that commits notifies", async () => {
  const heard: number[] = [];
  let attempt = 0;
  await inTransaction(database, async (transaction, connection) => {
    const number = ++attempt;
    afterCommit(transaction, () => heard.push(number));
    if (number === 1) {
      await connection.query("SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213");
    }
  });
  expect(heard).toEqual([2]);
});

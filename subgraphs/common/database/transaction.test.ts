import { eq, sql } from "drizzle-orm";
import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { startDeadline } from "../resilience/deadline";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { databaseErrno, isConnectionLost, isDuplicateKey } from "./errors";
import {
  openDatabase,
  type DatabaseExecutor,
  type StatementExecutor,
  type Transaction,
} from "./pool";
import { runAsRequest } from "./statements";
import { inOneStatement, inTransaction } from "./transaction";

const account = mysqlTable("account", {
  id: int("id").primaryKey(),
  balance: int("balance").notNull(),
});

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("transaction");
  await database.pool.query("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)");
});
beforeEach(async () => {
  await database.drizzle.delete(account);
  await database.drizzle.insert(account).values([
    { id: 1, balance: 0 },
    { id: 2, balance: 0 },
  ]);
});
afterAll(() => database.close());

async function add(executor: DatabaseExecutor, id: number, amount: number): Promise<void> {
  await executor
    .update(account)
    .set({ balance: sql`${account.balance} + ${amount}` })
    .where(eq(account.id, id));
}

async function balances(): Promise<number[]> {
  const rows = await database.drizzle.select().from(account).orderBy(account.id);
  return rows.map((row) => row.balance);
}

/** Two works that lock 1 then 2 and 2 then 1, each going on only once both hold their first row. */
function crossing() {
  const attempts = [0, 0];
  let arrive: () => void = () => undefined;
  const bothHoldOne = new Promise<void>((resolve) => {
    let arrived = 0;
    arrive = () => {
      if (++arrived === 2) resolve();
    };
  });
  const work =
    (index: number, first: number, second: number) => async (transaction: Transaction) => {
      attempts[index] = (attempts[index] ?? 0) + 1;
      await add(transaction, first, 1);
      if (attempts[index] === 1) arrive();
      await bothHoldOne;
      await add(transaction, second, 1);
    };
  return { attempts, work };
}

test("what the work did is there after it, and its value is returned", async () => {
  const value = await inTransaction(database, async (transaction) => {
    await add(transaction, 1, 5);
    return "done";
  });
  expect(value).toBe("done");
  expect(await balances()).toEqual([5, 0]);
});

test("a function of a model runs alike on the pool and in a transaction", async () => {
  await add(database.drizzle, 1, 1);
  await inTransaction(database, (transaction) => add(transaction, 1, 1));
  const read = async (statements: StatementExecutor) =>
    (await statements.execute("SELECT balance FROM account WHERE id = ?", [1]))[0];
  expect(await read(database.pool)).toEqual([{ balance: 2 }]);
  expect(await inTransaction(database, (_, statements) => read(statements))).toEqual([
    { balance: 2 },
  ]);
});

test("work that throws leaves nothing behind, and its own error comes out", async () => {
  const refusal = new Error("refused");
  const attempt = inTransaction(database, async (transaction) => {
    await add(transaction, 1, 5);
    throw refusal;
  });
  await expect(attempt).rejects.toBe(refusal);
  expect(await balances()).toEqual([0, 0]);
});

test("of two works in a deadlock the victim is done again as a whole, and both succeed", async () => {
  const { attempts, work } = crossing();
  await Promise.all([
    inTransaction(database, work(0, 1, 2)),
    inTransaction(database, work(1, 2, 1)),
  ]);
  expect(attempts).toEqual(expect.arrayContaining([1, 2]));
  expect(await balances()).toEqual([2, 2]);
});

test("with a single attempt allowed the deadlock itself comes out", async () => {
  const { work } = crossing();
  const outcomes = await Promise.allSettled([
    inTransaction(database, work(0, 1, 2), { attempts: 1 }),
    inTransaction(database, work(1, 2, 1), { attempts: 1 }),
  ]);
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason] : [],
  );
  expect(failures.map(databaseErrno)).toEqual([1213]);
  expect(await balances()).toEqual([1, 1]);
});

test("work that swallows a deadlock and goes on is done again instead of half committed", async () => {
  const { attempts, work } = crossing();
  const swallowing =
    (index: number, first: number, second: number) => async (transaction: Transaction) => {
      await work(index, first, second)(transaction).catch(() => undefined);
      await add(transaction, first, 10);
    };
  await Promise.all([
    inTransaction(database, swallowing(0, 1, 2)),
    inTransaction(database, swallowing(1, 2, 1)),
  ]);
  expect(attempts).toEqual(expect.arrayContaining([1, 2]));
  expect(await balances()).toEqual([12, 12]);
});

test("a request that is over has no further attempts", async () => {
  let attempts = 0;
  const left = new AbortController();
  const deadlock = Object.assign(new Error("deadlock"), { errno: 1213 });
  const attempt = runAsRequest(startDeadline(10_000, left.signal), () =>
    inTransaction(database, async () => {
      attempts++;
      left.abort();
      throw deadlock;
    }),
  );
  await expect(attempt).rejects.toMatchObject({ code: "TIMEOUT", cause: deadlock });
  expect(attempts).toBe(1);
});

test("a statement that takes too long ends all of the work, also when the work swallows it", async () => {
  const hasty = openDatabase({ url: database.url, connectionLimit: 1, statementTimeoutMs: 50 });
  const attempt = inTransaction(hasty, async (transaction, statements) => {
    await add(transaction, 1, 5);
    await statements.query("SELECT SLEEP(5)").catch(() => undefined);
    await add(transaction, 2, 5);
  });
  await expect(attempt).rejects.toMatchObject({ code: "TIMEOUT" });
  expect(await balances()).toEqual([0, 0]);
  await inTransaction(hasty, (transaction) => add(transaction, 1, 1));
  expect(await balances()).toEqual([1, 0]);
  await hasty.close();
});

test("retries end after the eighth attempt", async () => {
  let attempts = 0;
  const deadlock = Object.assign(new Error("deadlock"), { errno: 1213 });
  const attempt = inTransaction(database, async () => {
    attempts++;
    throw deadlock;
  });
  await expect(attempt).rejects.toBe(deadlock);
  expect(attempts).toBe(8);
});

test("when the connection dies after an error, the first error comes out, not the failed rollback", async () => {
  const attempt = inTransaction(database, async (transaction, connection) => {
    const [rows] = await connection.query("SELECT CONNECTION_ID() AS id");
    const { id } = (rows as { id: number }[])[0] ?? { id: 0 };
    try {
      await transaction.insert(account).values({ id: 1, balance: 0 });
    } finally {
      await database.pool.query(`KILL ${id}`);
    }
  });
  const failure = await attempt.catch((error: unknown) => error);
  expect(isDuplicateKey(failure)).toBe(true);
});

test("a connection killed at COMMIT is reported as lost and not tried again: the outcome is unknown", async () => {
  let attempts = 0;
  const attempt = inTransaction(database, async (_transaction, connection) => {
    attempts++;
    const [rows] = await connection.query("SELECT CONNECTION_ID() AS id");
    await database.pool.query(`KILL ${(rows as { id: number }[])[0]?.id}`);
  });
  expect(isConnectionLost(await attempt.catch((error: unknown) => error))).toBe(true);
  expect(attempts).toBe(1);
});

test("failed transactions give their connections back", async () => {
  for (let round = 0; round < 30; round++) {
    await inTransaction(database, async () => {
      throw new Error("refused");
    }).catch(() => undefined);
  }
  expect(await balances()).toEqual([0, 0]);
});

test("a transaction inside a transaction is a savepoint", async () => {
  await inTransaction(database, async (transaction) => {
    await add(transaction, 1, 1);
    const inner = transaction.transaction(async (nested) => {
      await add(nested, 2, 1);
      throw new Error("inner");
    });
    await inner.catch(() => undefined);
  });
  expect(await balances()).toEqual([1, 0]);
});

test("one statement alone is committed by itself, and sent again after a deadlock", async () => {
  let attempts = 0;
  await inOneStatement(database, async (executor) => {
    attempts += 1;
    await add(executor, 1, 1);
    if (attempts === 1) throw Object.assign(new Error("Deadlock found"), { errno: 1213 });
  });
  expect(attempts).toBe(2);
  expect(await balances()).toEqual([2, 0]);
});

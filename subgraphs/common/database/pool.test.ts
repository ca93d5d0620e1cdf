import { Fault } from "../errors";
import { maskError } from "../graphql/maskError";
import { startDeadline } from "../resilience/deadline";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { until } from "../testing/until";
import { isStatementTimeout } from "./errors";
import { openDatabase, type DatabaseOptions } from "./pool";
import { outliveRequest, recordStatements, runAsRequest } from "./statements";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("pool");
});
afterAll(() => database.close());

test("a session reads committed rows, waits 2 s for locks, ends a statement after 8 s and speaks UTC, whatever the server's defaults are", async () => {
  const [rows] = await database.pool.query(
    "SELECT @@innodb_lock_wait_timeout AS wait, @@time_zone AS zone, @@collation_connection AS collation",
  );
  expect(rows).toEqual([{ wait: 2, zone: "+00:00", collation: "utf8mb4_bin" }]);
  const [limits] = await database.pool.query(
    "SHOW VARIABLES WHERE variable_name IN ('max_statement_time', 'max_execution_time')",
  );
  expect(["8.000000", "8000"]).toContain((limits as { Value: string }[])[0]?.Value);
  const [idle] = await database.pool.query("SHOW VARIABLES LIKE 'idle_transaction_timeout'");
  // MySQL has none.
  expect(["30", undefined]).toContain((idle as { Value: string }[])[0]?.Value);
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

test("a statement that takes too long is ended by the server, and the connection serves on", async () => {
  const hasty = openDatabase({ url: database.url, connectionLimit: 1, statementTimeoutMs: 30 });
  const failure = await hasty.drizzle.execute("SELECT SLEEP(5)").catch((error: unknown) => error);
  expect(isStatementTimeout(failure)).toBe(true);
  expect(maskError(failure).extensions).toEqual({ code: "TIMEOUT" });
  await expect(hasty.pool.query("SELECT 1")).resolves.toBeDefined();
  await hasty.close();
});

describe("on behalf of a request", () => {
  /** A pool whose one connection is held by somebody else, and who gives it back. */
  async function busyPool(options: Partial<DatabaseOptions> = {}) {
    const small = openDatabase({
      url: database.url,
      connectionLimit: 1,
      acquireTimeoutMs: 10_000,
      ...options,
    });
    const held = await small.pool.getConnection();
    let isHeld = true;
    const giveBack = (): void => {
      if (isHeld) held.release();
      isHeld = false;
    };
    return {
      ...small,
      giveBack,
      async close() {
        giveBack();
        await small.close();
      },
    };
  }

  test("nobody waits for a connection longer than the request lasts", async () => {
    const small = await busyPool();
    const failure = await runAsRequest(startDeadline(20), () =>
      small.drizzle.execute("SELECT 1"),
    ).catch((error: unknown) => error);
    expect(maskError(failure).extensions).toEqual({ code: "TIMEOUT" });
    await small.close();
  });

  test("a full pool is told from a request that is over", async () => {
    const small = await busyPool({ acquireTimeoutMs: 20 });
    const waiting = runAsRequest(startDeadline(10_000), () => small.pool.query("SELECT 1"));
    await expect(waiting).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await small.close();
  });

  test("a full pool refuses requests before it refuses work for which nobody waits", async () => {
    const small = await busyPool({ acquireTimeoutMs: 100 });
    const inBackground = small.pool.query("SELECT 1");
    const waiting = runAsRequest(startDeadline(10_000), () => small.pool.query("SELECT 1"));
    await expect(waiting).rejects.toMatchObject({ code: "UNAVAILABLE" });
    small.giveBack();
    await expect(inBackground).resolves.toBeDefined();
    await small.close();
  });

  test("a full queue refuses once, and not again when the request's time is over", async () => {
    const small = openDatabase({ url: database.url, connectionLimit: 1, queueLimit: 1 });
    const held = await small.pool.getConnection();
    const queued = small.pool.query("SELECT 1");
    const deadline = startDeadline(20);
    const answers: unknown[] = [];
    runAsRequest(deadline, () =>
      small.pool.pool.getConnection((error) => {
        answers.push(error instanceof Fault ? error.code : error);
      }),
    );
    // A second answer would come from a timer as long as the deadline's own.
    await until("the end of the request", () => deadline.signal.aborted);
    expect(answers).toEqual(["UNAVAILABLE"]);
    held.release();
    await queued;
    await small.close();
  });

  test("nothing is sent once its time is over or its caller has left", async () => {
    const left = new AbortController();
    const deadlines = [startDeadline(0), startDeadline(10_000, left.signal)];
    left.abort();
    for (const deadline of deadlines) {
      const { statements } = await recordStatements(async () => {
        const query = runAsRequest(deadline, () => database.pool.query("SELECT 1"));
        await expect(query).rejects.toMatchObject({ code: "TIMEOUT" });
      });
      expect(statements).toEqual([]);
    }
  });

  test("what must outlive it is sent all the same, and is still the request's", async () => {
    const { statements } = await recordStatements(() =>
      runAsRequest(startDeadline(0), () =>
        outliveRequest(() => database.pool.query("SELECT 'written down'")),
      ),
    );
    expect(statements).toEqual(["SELECT 'written down'"]);
  });
});

import { useClock } from "../clock";
import { newId } from "../ids";
import { createTables } from "../testing/createTables";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { sweepMessages } from "./messageSweep";
import { barrier, idempotency, inbox, outbox, saga } from "./tables";

const at = new Date("2030-01-01T00:00:00.000Z");
const DAY_MS = 24 * 60 * 60 * 1_000;
const tables = { outbox, inbox, idempotency, barrier, saga };

let database: TestDatabase;
let restoreClock: () => void;

beforeAll(async () => {
  database = await testDatabase("message_sweep");
  await createTables(database, tables);
});
beforeEach(() => {
  restoreClock = useClock({ now: () => at });
});
afterEach(async () => {
  restoreClock();
  for (const table of Object.values(tables)) await database.drizzle.delete(table);
});
afterAll(() => database.close());

function daysPass(days: number): void {
  restoreClock();
  restoreClock = useClock({ now: () => new Date(at.getTime() + days * DAY_MS) });
}

const count = async (table: keyof typeof tables): Promise<number> =>
  (await database.drizzle.select().from(tables[table])).length;

async function addEvent(publishedAt: Date | null): Promise<void> {
  const event = { eventId: newId(), consumer: "product", topic: "order.paid", payload: "{}" };
  await database.drizzle
    .insert(outbox)
    .values({ ...event, occurredAt: at, availableAt: at, publishedAt });
}

async function addSaga(nextRunAt: Date | null): Promise<void> {
  const progress = { status: nextRunAt ? "RUNNING" : "DONE", step: 0, data: {} } as const;
  await database.drizzle.insert(saga).values({
    ...progress,
    id: newId(),
    kind: "place",
    version: 1,
    attempts: 0,
    nextRunAt,
    deadlineAt: at,
    createdAt: at,
  });
}

async function addStep(undoneAt: Date | null): Promise<void> {
  const key = { sagaId: newId(), step: "stock" };
  await database.drizzle
    .insert(barrier)
    .values({ ...key, result: { ok: null }, undoneAt, createdAt: at });
}

async function addKey(): Promise<void> {
  await database.drizzle.insert(idempotency).values({
    userId: newId(),
    operation: "placeOrder",
    key: "key",
    requestHash: "hash",
    result: { ok: null },
    createdAt: at,
  });
}

const makers = {
  outbox: () => addEvent(at),
  inbox: async () => {
    await database.drizzle
      .insert(inbox)
      .values({ consumer: "product", eventId: newId(), appliedAt: at });
  },
  idempotency: addKey,
  barrier: () => addStep(at),
  saga: () => addSaga(null),
};

describe("the sweep", () => {
  it.each([
    ["outbox", 7],
    ["inbox", 30],
    ["idempotency", 400],
    ["barrier", 30],
    ["saga", 30],
  ] as const)(
    "keeps what has done its work in %s for %i days, and no longer",
    async (table, days) => {
      await makers[table]();
      daysPass(days);
      expect(await sweepMessages(database)).toBe(0);
      expect(await count(table)).toBe(1);
      daysPass(days + 0.001);
      expect(await sweepMessages(database)).toBe(1);
      expect(await count(table)).toBe(0);
    },
  );

  it("never touches what is still to be sent, carried on or undone, however old", async () => {
    await addEvent(null);
    await addSaga(at);
    await addStep(null);
    daysPass(1_000);
    expect(await sweepMessages(database)).toBe(0);
  });

  it("deletes a bounded number a round, the oldest first", async () => {
    for (const day of [4, 2, 0, 1, 3]) await addEvent(new Date(at.getTime() + day * DAY_MS));
    daysPass(100);
    expect(await sweepMessages(database, { batchSize: 2, batches: 2 })).toBe(4);
    const [left] = await database.drizzle.select().from(outbox);
    expect(left?.publishedAt).toEqual(new Date(at.getTime() + 4 * DAY_MS));
    expect(await sweepMessages(database, { batchSize: 2, batches: 2 })).toBe(1);
  });

  it("finds its rows by an index in every table", async () => {
    for (const [table, make] of Object.entries(makers)) {
      await make();
      const where = {
        outbox: "published_at < now()",
        inbox: "applied_at < now()",
        idempotency: "created_at < now()",
        barrier: "undone_at < now()",
        saga: "next_run_at IS NULL AND created_at < now()",
      }[table];
      const [plan] = await database.pool.query(`EXPLAIN DELETE FROM ${table} WHERE ${where}`);
      expect(plan).toEqual([expect.objectContaining({ possible_keys: expect.any(String) })]);
    }
  });

  it("has nothing to do in a database without such tables", async () => {
    const bare = await testDatabase("message_sweep_bare");
    expect(await sweepMessages(bare)).toBe(0);
    await bare.close();
  });
});

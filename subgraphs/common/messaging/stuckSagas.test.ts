import { eq, sql } from "drizzle-orm";
import { register } from "prom-client";
import { newId } from "../ids";
import { createLog } from "../log";
import { createTables } from "../testing/createTables";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { databaseNow, databaseTimeIn } from "./databaseTime";
import { createStuckSagaCheck } from "./stuckSagas";
import { saga } from "./tables";

let database: TestDatabase;
const errors: unknown[] = [];
const log = Object.assign(createLog("test", "silent"), {
  error: (details: unknown) => void errors.push(details),
});

beforeAll(async () => {
  database = await testDatabase("stuck_sagas");
  await createTables(database, { saga });
});
beforeEach(async () => {
  errors.length = 0;
  await database.drizzle.delete(saga);
});
afterAll(() => database.close());

async function addSaga(kind: string, lateMs: number, isOver = false): Promise<string> {
  const id = newId();
  await database.drizzle.insert(saga).values({
    id,
    kind,
    status: isOver ? "DONE" : "RUNNING",
    step: 2,
    data: {},
    version: 1,
    attempts: 3,
    nextRunAt: isOver ? null : databaseNow(),
    deadlineAt: databaseTimeIn(-lateMs),
    createdAt: databaseNow(),
  });
  return id;
}

const gauge = async () => {
  const metric = await register.getSingleMetric("mall_sagas_stuck")?.get();
  return metric?.values.map(({ labels, value }) => [labels["kind"], value]);
};

describe("the alarm for sagas that do not end", () => {
  it("counts by kind what is late by more than a minute, and nothing else", async () => {
    await addSaga("placeOrder", 61_000);
    await addSaga("placeOrder", 600_000);
    await addSaga("expireOrder", 61_000);
    await addSaga("expireOrder", 50_000);
    await addSaga("expireOrder", 600_000, true);
    expect(await createStuckSagaCheck({ database, log })()).toBe(3);
    expect(await gauge()).toEqual([
      ["placeOrder", 2],
      ["expireOrder", 1],
    ]);
  });

  it("says so once a saga, and is quiet again when it has ended", async () => {
    const check = createStuckSagaCheck({ database, log });
    const sagaId = await addSaga("placeOrder", 61_000);
    await check();
    await check();
    expect(errors).toMatchObject([{ saga: "placeOrder", sagaId, step: 2, attempts: 3 }]);
    await database.drizzle
      .update(saga)
      .set({ status: "DONE", nextRunAt: sql`null` })
      .where(eq(saga.id, sagaId));
    expect(await check()).toBe(0);
    expect(await gauge()).toEqual([]);
    expect(errors).toHaveLength(1);
  });
});

import { int, mysqlTable } from "drizzle-orm/mysql-core";
import type { Transaction } from "../database/pool";
import { inTransaction } from "../database/transaction";
import { newId } from "../ids";
import { createTables } from "../testing/createTables";
import { createGate } from "../testing/gate";
import { lockWait } from "../testing/lockWaits";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { applyOnce } from "./inbox";
import { inbox } from "./tables";

const effect = mysqlTable("effect", { number: int("number").primaryKey().autoincrement() });

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("inbox");
  await createTables(database, { inbox, effect });
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.drizzle.delete(effect);
});

async function countEffects(): Promise<number> {
  return (await database.drizzle.select().from(effect)).length;
}

function apply(
  consumer: string,
  eventId: string,
  before: () => Promise<void> = async () => undefined,
) {
  return inTransaction(database, (transaction: Transaction) =>
    applyOnce(transaction, consumer, eventId, async () => {
      await before();
      await transaction.insert(effect).values({});
    }),
  );
}

describe("applyOnce", () => {
  it("applies an event once per consumer", async () => {
    const eventId = newId();
    expect(await apply("product", eventId)).toBe(true);
    expect(await apply("product", eventId)).toBe(false);
    expect(await apply("marketing", eventId)).toBe(true);
    expect(await countEffects()).toBe(2);
  });

  it("forgets an event whose effect failed", async () => {
    const eventId = newId();
    const failing = apply("product", eventId, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(await apply("product", eventId)).toBe(true);
  });

  it("lets a second delivery wait for the first", async () => {
    const eventId = newId();
    const gate = createGate();
    const first = apply("product", eventId, gate.pass);
    await gate.reached;
    const second = apply("product", eventId);
    await lockWait(database);
    gate.open();
    expect([await first, await second]).toEqual([true, false]);
    expect(await countEffects()).toBe(1);
  });
});

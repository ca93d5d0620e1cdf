import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { isConnectionLost } from "../database/errors";
import type { Transaction } from "../database/pool";
import { recordStatements } from "../database/statements";
import { Fault, Refusal, Refusals } from "../errors";
import { newId } from "../ids";
import { createTables } from "../testing/createTables";
import { createGate } from "../testing/gate";
import { lockWait } from "../testing/lockWaits";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { unreadable } from "../testing/unreadable";
import { runOnce, runOnceYielding, type IdempotentRequest } from "./idempotency";
import { idempotency } from "./tables";

const effect = mysqlTable("effect", { number: int("number").primaryKey().autoincrement() });

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("idempotency");
  await createTables(database, { idempotency, effect });
});
afterAll(() => database.close());

function requestOf(changes: Partial<IdempotentRequest> = {}): IdempotentRequest {
  return { userId: newId(), operation: "adjust", key: newId(), input: { by: 1 }, ...changes };
}

/** Work with a visible effect, answering its number. */
async function addEffect(transaction: Transaction): Promise<{ number: number }> {
  const [row] = await transaction.insert(effect).values({}).$returningId();
  return { number: row?.number ?? 0 };
}

async function countEffects(): Promise<number> {
  return (await database.drizzle.select().from(effect)).length;
}

describe("runOnce", () => {
  it("does the work once and answers repeats with the same result", async () => {
    const request = requestOf();
    const before = await countEffects();
    const first = await runOnce(database, request, addEffect);
    const second = await runOnce(database, request, addEffect);
    expect(first.isReplay).toBe(false);
    expect(second).toEqual({ result: first.result, isReplay: true });
    expect(await countEffects()).toBe(before + 1);
  });

  it("takes inputs whose members stand in another order for the same", async () => {
    const request = requestOf({ input: { a: 1, b: { c: 2, d: 3 } } });
    await runOnce(database, request, addEffect);
    const again = { ...request, input: { b: { d: 3, c: 2 }, a: 1 } };
    expect((await runOnce(database, again, addEffect)).isReplay).toBe(true);
  });

  it("refuses another input under the same key, without doing the work", async () => {
    const request = requestOf();
    await runOnce(database, request, addEffect);
    const before = await countEffects();
    const other = runOnce(database, { ...request, input: { by: 2 } }, addEffect);
    await expect(other).rejects.toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
      path: ["input", "idempotencyKey"],
    });
    expect(await countEffects()).toBe(before);
  });

  it("keeps keys of different users, operations and spellings apart", async () => {
    const request = requestOf({ key: "key" });
    await runOnce(database, request, addEffect);
    for (const other of [
      { ...request, userId: newId() },
      { ...request, operation: "other" },
      { ...request, key: "key " },
      { ...request, key: "KEY" },
    ]) {
      expect((await runOnce(database, other, addEffect)).isReplay).toBe(false);
    }
  });

  it("takes any text of 1 to 255 characters for a key", async () => {
    for (const key of ["k", "é".repeat(255), "🛒".repeat(127), "\0'\"%"]) {
      const request = requestOf({ key });
      await runOnce(database, request, addEffect);
      expect((await runOnce(database, request, addEffect)).isReplay).toBe(true);
    }
    for (const key of ["", "k".repeat(256)]) {
      await expect(runOnce(database, requestOf({ key }), addEffect)).rejects.toMatchObject({
        code: "INVALID_INPUT",
      });
    }
  });

  it("remembers a refusal, data and all, and undoes what led to it", async () => {
    const request = requestOf();
    const refusal = new Refusal("INSUFFICIENT_STOCK", "Only 3 left.", {
      path: ["input", "quantity"],
      type: "InsufficientStock",
      data: { available: 3 },
    });
    const before = await countEffects();
    const refusing = async (transaction: Transaction): Promise<never> => {
      await addEffect(transaction);
      throw refusal;
    };
    await expect(runOnce(database, request, refusing)).rejects.toEqual(refusal);
    await expect(runOnce(database, request, addEffect)).rejects.toEqual(refusal);
    expect(await countEffects()).toBe(before);
  });

  it("remembers several refusals together", async () => {
    const request = requestOf();
    const refusals = new Refusals([new Refusal("SOLD_OUT", "a"), new Refusal("NOT_FOUND", "b")]);
    const refusing = (): Promise<never> => Promise.reject(refusals);
    await expect(runOnce(database, request, refusing)).rejects.toEqual(refusals);
    await expect(runOnce(database, request, addEffect)).rejects.toEqual(refusals);
  });

  it("forgets malformed input and faults, so that a repeat may succeed", async () => {
    for (const error of [
      new Refusal("INVALID_INPUT", "x"),
      new Fault("UNAVAILABLE"),
      new Error(),
    ]) {
      const request = requestOf();
      const failing = (): Promise<never> => Promise.reject(error);
      await expect(runOnce(database, request, failing)).rejects.toBe(error);
      expect((await runOnce(database, request, addEffect)).isReplay).toBe(false);
    }
  });

  it("lets a second request wait for the first and gives it the first's answer", async () => {
    const request = requestOf();
    const gate = createGate();
    const before = await countEffects();
    const first = runOnce(database, request, async (transaction) => {
      await gate.pass();
      return addEffect(transaction);
    });
    await gate.reached;
    const secondWork = jest.fn(addEffect);
    const second = runOnce(database, request, secondWork);
    await lockWait(database);
    gate.open();
    expect((await second).result).toEqual((await first).result);
    expect(secondWork).not.toHaveBeenCalled();
    expect(await countEffects()).toBe(before + 1);
  });

  it("lets the second request do the work when the first fails", async () => {
    const request = requestOf();
    const gate = createGate();
    const first = runOnce(database, request, async () => {
      await gate.pass();
      throw new Fault("UNAVAILABLE");
    });
    await gate.reached;
    const second = runOnce(database, request, addEffect);
    await lockWait(database);
    gate.open();
    await expect(first).rejects.toThrow(Fault);
    expect((await second).isReplay).toBe(false);
  });

  it("has one effect under 50 requests with one key at once", async () => {
    const request = requestOf();
    const before = await countEffects();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => runOnce(database, request, addEffect)),
    );
    expect(new Set(answers.map((answer) => answer.result.number)).size).toBe(1);
    expect(answers.filter((answer) => !answer.isReplay)).toHaveLength(1);
    expect(await countEffects()).toBe(before + 1);
  });

  it("reads the answer back when the connection breaks after the commit", async () => {
    const request = requestOf();
    await runOnce(database, request, addEffect);
    // To the caller, a connection that broke at COMMIT looks like work that lost its connection.
    const broken = Object.assign(new Error("gone"), { code: "PROTOCOL_CONNECTION_LOST" });
    expect(isConnectionLost(broken)).toBe(true);
    const again = runOnce(database, request, () => Promise.reject(broken));
    expect((await again).isReplay).toBe(true);
  });

  it("tells why the answer of a used key cannot be read", async () => {
    const request = requestOf();
    await runOnce(database, request, addEffect);
    const away = new Fault("UNAVAILABLE");
    const again = runOnce(unreadable(database, away), request, addEffect);
    await expect(again).rejects.toBe(away);
  });
});

describe("runOnceYielding", () => {
  it("answers the result it was given, one statement beside the work's own", async () => {
    const request = requestOf();
    const work = jest.fn(async () => undefined);
    const yielding = () => runOnceYielding(database, request, { orderId: "1" }, work);
    const { value, statements } = await recordStatements(yielding);
    expect(value).toEqual({ result: { orderId: "1" }, isReplay: false });
    expect(statements).toHaveLength(1);
    expect(await yielding()).toEqual({ result: { orderId: "1" }, isReplay: true });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("gives all of 20 requests at once the result of the one that won", async () => {
    const request = requestOf();
    const before = await countEffects();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        runOnceYielding(database, request, index, async (transaction) => {
          await addEffect(transaction);
        }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.result)).size).toBe(1);
    expect(await countEffects()).toBe(before + 1);
  });
});

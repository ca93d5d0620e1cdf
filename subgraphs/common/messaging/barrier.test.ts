import { eq } from "drizzle-orm";
import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { uuid } from "../database/columns";
import type { Transaction } from "../database/pool";
import { recordStatements } from "../database/statements";
import { Fault, Refusal } from "../errors";
import { newId } from "../ids";
import { createTables } from "../testing/createTables";
import { createGate } from "../testing/gate";
import { lockWait } from "../testing/lockWaits";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { unreadable } from "../testing/unreadable";
import { runCompensation, runForward } from "./barrier";
import { formatSagaKey, parseSagaKey, type SagaKey } from "./sagaKey";
import { barrier } from "./tables";

const held = mysqlTable("held", { sagaId: uuid("saga_id").primaryKey(), units: int("units") });

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("barrier");
  await createTables(database, { barrier, held });
});
afterAll(() => database.close());

const keyOf = (): SagaKey => ({ sagaId: newId(), step: "reserve" });

function hold(key: SagaKey, units = 1) {
  return async (transaction: Transaction) => {
    await transaction.insert(held).values({ sagaId: key.sagaId, units });
    return { units };
  };
}

function release(key: SagaKey) {
  return async (transaction: Transaction): Promise<void> => {
    await transaction.delete(held).where(eq(held.sagaId, key.sagaId));
  };
}

async function unitsHeld(key: SagaKey): Promise<number | null> {
  const [row] = await database.drizzle.select().from(held).where(eq(held.sagaId, key.sagaId));
  return row?.units ?? null;
}

describe("a forward step", () => {
  it("takes effect once; repeats get the first answer", async () => {
    const key = keyOf();
    expect(await runForward(database, key, hold(key, 1))).toEqual({ units: 1 });
    expect(await runForward(database, key, hold(key, 2))).toEqual({ units: 1 });
    expect(await unitsHeld(key)).toBe(1);
  });

  it("tells why the first answer cannot be read", async () => {
    const key = keyOf();
    await runForward(database, key, hold(key));
    const away = new Fault("UNAVAILABLE");
    const again = runForward(unreadable(database, away), key, async () => ({ units: 1 }));
    await expect(again).rejects.toBe(away);
  });

  it("is not refused when its first answer cannot be read, though it would be refused by now", async () => {
    const key = keyOf();
    await runForward(database, key, hold(key));
    const away = new Fault("UNAVAILABLE");
    for (const code of ["SOLD_OUT", "INVALID_INPUT"] as const) {
      const late = new Refusal(code, "No.");
      const again = runForward(unreadable(database, away), key, () => Promise.reject(late));
      await expect(again).rejects.toBe(away);
    }
  });

  it("costs one statement beside its own", async () => {
    const key = keyOf();
    const { statements } = await recordStatements(() => runForward(database, key, hold(key)));
    expect(statements).toHaveLength(2);
  });

  it("is kept apart from other steps and other sagas", async () => {
    const key = keyOf();
    const answer = (text: string) => async () => text;
    expect(await runForward(database, key, answer("a"))).toBe("a");
    expect(await runForward(database, { ...key, step: "hold" }, answer("b"))).toBe("b");
    expect(await runForward(database, keyOf(), answer("c"))).toBe("c");
  });

  it("remembers its refusal, though it would succeed by now", async () => {
    const key = keyOf();
    const refusal = new Refusal("SOLD_OUT", "None left.", { data: { available: 0 } });
    await expect(runForward(database, key, () => Promise.reject(refusal))).rejects.toEqual(refusal);
    await expect(runForward(database, key, hold(key))).rejects.toEqual(refusal);
    expect(await unitsHeld(key)).toBeNull();
  });

  it("forgets malformed input and faults", async () => {
    for (const error of [new Refusal("INVALID_INPUT", "x"), new Fault("UNAVAILABLE")]) {
      const key = keyOf();
      await expect(runForward(database, key, () => Promise.reject(error))).rejects.toBe(error);
      expect(await runForward(database, key, hold(key))).toEqual({ units: 1 });
    }
  });

  it("meets its double under way: one takes effect, both answer alike", async () => {
    const key = keyOf();
    const gate = createGate();
    const first = runForward(database, key, async (transaction) => {
      const result = await hold(key, 1)(transaction);
      await gate.pass();
      return result;
    });
    await gate.reached;
    // The double fails on a row lock of the effect's own, long before it comes to the barrier.
    const second = runForward(database, key, hold(key, 2));
    await lockWait(database);
    gate.open();
    expect(await first).toEqual({ units: 1 });
    expect(await second).toEqual({ units: 1 });
    expect(await unitsHeld(key)).toBe(1);
  });

  it("answers what won when a double under way was refused meanwhile", async () => {
    const key = keyOf();
    const gate = createGate();
    const slow = runForward(database, key, async (transaction) => {
      const result = await hold(key)(transaction);
      await gate.pass();
      return result;
    });
    await gate.reached;
    const refusal = new Refusal("SOLD_OUT", "None left.");
    await expect(runForward(database, key, () => Promise.reject(refusal))).rejects.toEqual(refusal);
    gate.open();
    await expect(slow).rejects.toEqual(refusal);
    expect(await unitsHeld(key)).toBeNull();
  });

  it("takes effect once under 30 calls at once", async () => {
    const key = keyOf();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, units) => runForward(database, key, hold(key, units))),
    );
    const units = await unitsHeld(key);
    expect(answers).toEqual(answers.map(() => ({ units })));
  });
});

describe("a compensation", () => {
  it("undoes what the step did, once, and knows what it answered", async () => {
    const key = keyOf();
    await runForward(database, key, hold(key, 7));
    const undo = jest.fn(release(key));
    await runCompensation(database, key, undo);
    await runCompensation(database, key, undo);
    expect(undo).toHaveBeenCalledTimes(1);
    expect(undo).toHaveBeenCalledWith(expect.anything(), { units: 7 });
    expect(await unitsHeld(key)).toBeNull();
  });

  it("that comes before its step does nothing, and the late step is refused", async () => {
    const key = keyOf();
    const undo = jest.fn(release(key));
    await runCompensation(database, key, undo);
    await expect(runForward(database, key, hold(key))).rejects.toMatchObject({
      code: "INVALID_STATE",
    });
    await runCompensation(database, key, undo);
    expect(undo).not.toHaveBeenCalled();
    expect(await unitsHeld(key)).toBeNull();
  });

  it("keeps a step that was undone from coming back", async () => {
    const key = keyOf();
    await runForward(database, key, hold(key));
    await runCompensation(database, key, release(key));
    const late = runForward(database, key, hold(key));
    await expect(late).rejects.toMatchObject({ code: "INVALID_STATE" });
    expect(await unitsHeld(key)).toBeNull();
  });

  it("of a refused step does nothing and leaves the refusal standing", async () => {
    const key = keyOf();
    const refusal = new Refusal("SOLD_OUT", "None left.");
    await expect(runForward(database, key, () => Promise.reject(refusal))).rejects.toEqual(refusal);
    const undo = jest.fn(release(key));
    await runCompensation(database, key, undo);
    expect(undo).not.toHaveBeenCalled();
    await expect(runForward(database, key, hold(key))).rejects.toEqual(refusal);
  });

  it("that fails has done nothing and may be repeated", async () => {
    const key = keyOf();
    await runForward(database, key, hold(key));
    const failing = runCompensation(database, key, async (transaction) => {
      await release(key)(transaction);
      throw new Fault("UNAVAILABLE");
    });
    await expect(failing).rejects.toThrow(Fault);
    expect(await unitsHeld(key)).toBe(1);
    await runCompensation(database, key, release(key));
    expect(await unitsHeld(key)).toBeNull();
  });

  it("that overtakes a step under way waits for it and then undoes it", async () => {
    const key = keyOf();
    const gate = createGate();
    // The step has written its row and stands before its commit.
    const forward = database.drizzle.transaction(async (transaction) => {
      await hold(key)(transaction);
      await transaction
        .insert(barrier)
        .values({ ...key, result: { ok: { units: 1 } }, createdAt: new Date() });
      await gate.pass();
    });
    await gate.reached;
    const undo = jest.fn(release(key));
    const compensation = runCompensation(database, key, undo);
    await lockWait(database);
    gate.open();
    await Promise.all([forward, compensation]);
    expect(undo).toHaveBeenCalledTimes(1);
    expect(await unitsHeld(key)).toBeNull();
  });

  it("that comes while the step's effect runs keeps the step from committing", async () => {
    const key = keyOf();
    const gate = createGate();
    const forward = runForward(database, key, async (transaction) => {
      const result = await hold(key)(transaction);
      await gate.pass();
      return result;
    });
    await gate.reached;
    await runCompensation(database, key, release(key));
    gate.open();
    await expect(forward).rejects.toMatchObject({ code: "INVALID_STATE" });
    expect(await unitsHeld(key)).toBeNull();
  });

  it("and its step, called 20 times each at once, leave nothing behind", async () => {
    const key = keyOf();
    const calls = Array.from({ length: 20 }, (_, index) => [
      runForward(database, key, hold(key, index)).catch((error: unknown) => error),
      runCompensation(database, key, release(key)),
    ]);
    await Promise.all(calls.flat());
    expect(await unitsHeld(key)).toBeNull();
  });
});

describe("the key of a saga's call", () => {
  it("survives the header", () => {
    const key = keyOf();
    expect(parseSagaKey(formatSagaKey(key))).toEqual(key);
  });

  it("is refused when absent or malformed", () => {
    const id = newId();
    const long = "a".repeat(65);
    for (const header of [
      null,
      "",
      id,
      `${id}:`,
      `x:reserve`,
      `${id}:a:b`,
      `${id}:1`,
      `${id}:${long}`,
    ]) {
      expect(() => parseSagaKey(header)).toThrow("The request is malformed.");
    }
  });
});

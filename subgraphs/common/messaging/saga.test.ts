import { eq } from "drizzle-orm";
import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { uuid } from "../database/columns";
import type { Transaction } from "../database/pool";
import { recordStatements } from "../database/statements";
import { inTransaction } from "../database/transaction";
import { Fault, Refusal } from "../errors";
import { newId } from "../ids";
import { createLog } from "../log";
import { useRandom } from "../random";
import { createTables } from "../testing/createTables";
import { createGate } from "../testing/gate";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { until } from "../testing/until";
import type { SagaCall, SagaDefinition, SagaStep, SagaView } from "./saga";
import { createSagaEngine, type SagaEngine, type StartedSaga } from "./sagaEngine";
import { saga } from "./tables";

/** What local steps leave behind. */
const note = mysqlTable("note", {
  number: int("number").primaryKey().autoincrement(),
  sagaId: uuid("saga_id").notNull(),
  text: varchar("text", { length: 64 }).notNull(),
});

interface Data {
  readonly orderId: string;
  readonly price?: number;
}

let database: TestDatabase;
let calls: string[];
let restoreRandom: () => void;
const log = createLog("test", "silent");
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await testDatabase("saga");
  await createTables(database, { saga, note });
});
beforeEach(() => {
  calls = [];
  // No chance, no pause.
  restoreRandom = useRandom({ bytes: (size) => Buffer.alloc(size) });
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  restoreRandom();
});
afterAll(() => database.close());

const refusal = new Refusal("SOLD_OUT", "None left.", { data: { available: 0 } });
const unavailable = new Fault("UNAVAILABLE");

type RemoteChanges = Partial<Extract<SagaStep<Data>, { kind: "remote" }>>;

function remote(name: string, changes: RemoteChanges = {}): SagaStep<Data> {
  const { forward = async () => undefined, compensate = async () => undefined, ...rest } = changes;
  return {
    kind: "remote",
    name,
    ...rest,
    forward: async (call, data) => {
      calls.push(name);
      return forward(call, data);
    },
    compensate: async (call, data) => {
      calls.push(`undo ${name}`);
      await compensate(call, data);
    },
  };
}

async function write(
  transaction: Transaction,
  { id }: SagaView<Data>,
  text: string,
): Promise<void> {
  await transaction.insert(note).values({ sagaId: id, text });
}

function local(name: string, fail: () => void = () => undefined): SagaStep<Data> {
  return {
    kind: "local",
    name,
    forward: async (transaction, view) => {
      await write(transaction, view, name);
      fail();
    },
    compensate: (transaction, view) => write(transaction, view, `undo ${name}`),
  };
}

function define(steps: readonly SagaStep<Data>[], deadlineMs = 60_000): SagaDefinition<Data> {
  return {
    kind: "place",
    steps,
    deadlineMs,
    onUndone: (transaction, view, reason) =>
      write(transaction, view, `undone: ${reason?.message ?? "no time"}`),
  };
}

function engineOf(definition: SagaDefinition<Data>): SagaEngine {
  return createSagaEngine({ database, service: "order", log, pollMs: 5 }, [definition]);
}

async function begin(definition: SagaDefinition<Data>) {
  const engine = engineOf(definition);
  const id = newId();
  const started = await inTransaction(database, (transaction) =>
    engine.begin(transaction, definition, { id, data: { orderId: id } }),
  );
  return { id, engine, started, run: () => engine.run(started, 10_000) };
}

async function notesOf(id: string): Promise<string[]> {
  const rows = await database.drizzle
    .select()
    .from(note)
    .where(eq(note.sagaId, id))
    .orderBy(note.number);
  return rows.map((row) => row.text);
}

async function rowOf(id: string) {
  const [row] = await database.drizzle.select().from(saga).where(eq(saga.id, id));
  if (!row) throw new Error("There is no such saga.");
  return row;
}

/** Lets the saga's lease or pause end now. */
async function makeDue(id: string): Promise<void> {
  await database.drizzle
    .update(saga)
    .set({ nextRunAt: new Date(0) })
    .where(eq(saga.id, id));
}

async function makeLate(id: string): Promise<void> {
  await database.drizzle
    .update(saga)
    .set({ deadlineAt: new Date(0) })
    .where(eq(saga.id, id));
}

/** Recovers with an engine of its own, as another instance would, until the saga has ended. */
async function recover(id: string, definition: SagaDefinition<Data>): Promise<void> {
  stops.push(engineOf(definition).start());
  await until("the end of the saga", async () => (await rowOf(id)).nextRunAt === null);
}

/** A remote step that never answers the first holder, as if it had died there; `reached` tells that it was called. */
function dyingAt(name: string, changes: RemoteChanges = {}) {
  const gate = createGate();
  let isFirst = true;
  const step = remote(name, {
    ...changes,
    forward: async (call, data) => {
      if (isFirst) {
        isFirst = false;
        await gate.pass();
        throw unavailable;
      }
      return changes.forward?.(call, data);
    },
  });
  return { step, reached: gate.reached, revive: () => gate.open() };
}

describe("a saga that goes well", () => {
  it("does its steps in order and ends", async () => {
    const { id, run } = await begin(define([remote("reserve"), remote("hold"), local("open")]));
    expect(await run()).toEqual({ status: "DONE", data: { orderId: id } });
    expect(calls).toEqual(["reserve", "hold"]);
    expect(await notesOf(id)).toEqual(["open"]);
    expect(await rowOf(id)).toMatchObject({ status: "DONE", step: 3, nextRunAt: null });
  });

  it("costs two statements of its own when its last step is local", async () => {
    const definition = define([remote("reserve"), remote("hold"), local("open")]);
    const { statements } = await recordStatements(async () => (await begin(definition)).run());
    expect(statements).toEqual([
      expect.stringMatching(/^insert into `saga`/),
      expect.stringMatching(/^insert into `note`/),
      expect.stringMatching(/^update `saga`/),
    ]);
  });

  it("ends after a remote step, too", async () => {
    const { id, run } = await begin(define([remote("reserve")]));
    expect((await run()).status).toBe("DONE");
    expect((await rowOf(id)).status).toBe("DONE");
  });

  it("hands what steps find out to the steps after them", async () => {
    const seen: (number | undefined)[] = [];
    const look: RemoteChanges = {
      forward: async (_call, { price }) => {
        seen.push(price);
      },
    };
    const price: RemoteChanges = { forward: async () => ({ price: 5 }) };
    const { id, run } = await begin(
      define([remote("look", look), remote("price", price), local("keep"), remote("again", look)]),
    );
    expect(await run()).toEqual({ status: "DONE", data: { orderId: id, price: 5 } });
    expect(seen).toEqual([undefined, 5]);
    expect((await rowOf(id)).data).toEqual({ orderId: id, price: 5 });
  });

  it("calls in the service's name, with a key that stays the same, and in limited time", async () => {
    const seen: SagaCall[] = [];
    const forward = async (call: SagaCall): Promise<void> => {
      seen.push(call);
      if (seen.length === 1) throw unavailable;
    };
    const { id, run } = await begin(define([remote("reserve", { forward })]));
    await run();
    expect(seen.map((call) => call.idempotencyKey)).toEqual([`${id}:reserve`, `${id}:reserve`]);
    expect(seen[0]).toMatchObject({ sagaId: id, step: "reserve" });
    expect(seen[0]?.caller).toMatchObject({ service: "order", user: null });
    expect(seen[0]?.deadline.remainingMs()).toBeLessThanOrEqual(1_000);
  });
});

describe("a refused saga", () => {
  it("is undone in reverse, without the step that was refused", async () => {
    const { id, run } = await begin(
      define([
        remote("reserve"),
        local("mark"),
        remote("hold"),
        remote("pay", { forward: () => Promise.reject(refusal) }),
        local("open"),
      ]),
    );
    expect(await run()).toEqual({ status: "UNDONE", data: { orderId: id }, refusal });
    expect(calls).toEqual(["reserve", "hold", "pay", "undo hold", "undo reserve"]);
    expect(await notesOf(id)).toEqual(["mark", "undo mark", "undone: None left."]);
    expect(await rowOf(id)).toMatchObject({ status: "UNDONE", nextRunAt: null });
  });

  it("is undone when a local step refuses, whose own writes are rolled back", async () => {
    const refuse = (): never => {
      throw refusal;
    };
    const { id, run } = await begin(define([remote("reserve"), local("open", refuse)]));
    expect((await run()).status).toBe("UNDONE");
    expect(calls).toEqual(["reserve", "undo reserve"]);
    expect(await notesOf(id)).toEqual(["undone: None left."]);
  });

  it("skips steps that have nothing to undo", async () => {
    const steps: SagaStep<Data>[] = [
      { kind: "remote", name: "look", forward: async () => undefined },
      { kind: "local", name: "mark", forward: async () => undefined },
      remote("reserve", { forward: () => Promise.reject(refusal) }),
    ];
    const definition = { kind: "bare", steps, deadlineMs: 60_000 };
    const { id, run } = await begin(definition);
    expect((await run()).status).toBe("UNDONE");
    expect((await rowOf(id)).status).toBe("UNDONE");
  });

  it("goes on being undone by another instance when its holder dies on the way", async () => {
    const gate = createGate();
    let isFirst = true;
    const definition = define([
      remote("reserve"),
      remote("hold", {
        compensate: async () => {
          if (!isFirst) return;
          isFirst = false;
          await gate.pass();
        },
      }),
      remote("pay", { forward: () => Promise.reject(refusal) }),
    ]);
    const { id, run } = await begin(definition);
    const first = run();
    await gate.reached;
    await makeDue(id);
    await recover(id, definition);
    expect(calls).toEqual(["reserve", "hold", "pay", "undo hold", "undo hold", "undo reserve"]);
    expect(await rowOf(id)).toMatchObject({ status: "UNDONE", refusals: [{ code: "SOLD_OUT" }] });
    gate.open();
    expect(await first).toEqual({ status: "PENDING" });
    expect(await notesOf(id)).toEqual(["undone: None left."]);
  });

  it("keeps trying to undo a step whose undoing fails", async () => {
    let failures = 3;
    const definition = define([
      remote("reserve", {
        compensate: async () => {
          if (failures-- > 0) throw failures === 1 ? refusal : unavailable;
        },
      }),
      remote("hold", { forward: () => Promise.reject(refusal) }),
    ]);
    const { id, run } = await begin(definition);
    expect(await run()).toEqual({ status: "PENDING" });
    await recover(id, definition);
    expect(await rowOf(id)).toMatchObject({ status: "UNDONE" });
    expect(await notesOf(id)).toEqual(["undone: None left."]);
  });
});

describe("a saga with trouble on the way", () => {
  it("asks a participant twice, then pauses and is carried on later", async () => {
    let failures = 3;
    const forward = async (): Promise<void> => {
      if (failures-- > 0) throw unavailable;
    };
    const definition = define([remote("reserve"), remote("hold", { forward }), local("open")]);
    const { id, run } = await begin(definition);
    expect(await run()).toEqual({ status: "PENDING" });
    expect(calls).toEqual(["reserve", "hold", "hold"]);
    expect(await rowOf(id)).toMatchObject({ status: "RUNNING", attempts: 1, leaseOwner: null });
    await recover(id, definition);
    expect(calls).toEqual(["reserve", "hold", "hold", "hold", "hold"]);
    expect(await notesOf(id)).toEqual(["open"]);
  });

  it("answers in time and goes on in the background", async () => {
    const gate = createGate();
    const definition = define([remote("reserve", { forward: gate.pass }), local("open")]);
    const { id, engine, started } = await begin(definition);
    expect(await engine.run(started, 20)).toEqual({ status: "PENDING" });
    gate.open();
    await until("the last step", async () => (await notesOf(id)).length === 1);
    expect((await rowOf(id)).status).toBe("DONE");
  });

  it("is not begun when its transaction rolls back", async () => {
    const definition = define([remote("reserve")]);
    const engine = engineOf(definition);
    const id = newId();
    const failing = inTransaction(database, async (transaction) => {
      await engine.begin(transaction, definition, { id, data: { orderId: id } });
      throw new Error("refused");
    });
    await expect(failing).rejects.toThrow("refused");
    await expect(rowOf(id)).rejects.toThrow("no such saga");
  });

  it("runs a local step once, though its transaction had to be done again", async () => {
    let failures = 1;
    const deadlock = (): void => {
      if (failures-- > 0) throw Object.assign(new Error("deadlock"), { errno: 1213 });
    };
    const { id, run } = await begin(define([local("open", deadlock)]));
    expect((await run()).status).toBe("DONE");
    expect(await notesOf(id)).toEqual(["open"]);
  });

  it("is undone once its time is over, steps included that an earlier holder may have called", async () => {
    const forward = (): Promise<never> => Promise.reject(unavailable);
    const definition = define([
      local("mark"),
      remote("reserve", { forward }),
      remote("hold"),
      local("open"),
      remote("later"),
    ]);
    const { id, run } = await begin(definition);
    expect(await run()).toEqual({ status: "PENDING" });
    await makeLate(id);
    await recover(id, definition);
    expect(calls).toEqual(["reserve", "reserve", "undo hold", "undo reserve"]);
    expect(await notesOf(id)).toEqual(["mark", "undo mark", "undone: no time"]);
  });

  it("is undone at once when its time was over before the next step", async () => {
    const { id, run } = await begin(define([remote("reserve"), local("open")], 0));
    expect(await run()).toEqual({ status: "UNDONE", data: { orderId: id }, refusal: null });
    expect(calls).toEqual([]);
  });
});

describe("a saga whose holder died", () => {
  it("is finished by another instance, which repeats calls but no local step", async () => {
    const dying = dyingAt("hold");
    const definition = define([local("mark"), remote("reserve"), dying.step, local("open")]);
    const { id, run } = await begin(definition);
    const first = run();
    await dying.reached;
    await makeDue(id);
    await recover(id, definition);
    expect(calls).toEqual(["reserve", "hold", "reserve", "hold"]);
    expect(await notesOf(id)).toEqual(["mark", "open"]);
    dying.revive();
    expect(await first).toEqual({ status: "PENDING" });
  });

  it("is finished without its beginner ever having run it", async () => {
    const definition = define([remote("reserve"), local("open")]);
    const { id } = await begin(definition);
    await makeDue(id);
    await recover(id, definition);
    expect((await rowOf(id)).status).toBe("DONE");
  });

  it("undoes what only the dead holder has called when a step that had passed is refused now", async () => {
    const dying = dyingAt("hold");
    let isGone = false;
    const look = async (): Promise<void> => {
      if (isGone) throw refusal;
    };
    const definition = define([remote("look", { forward: look }), remote("reserve"), dying.step]);
    const { id, run } = await begin(definition);
    void run();
    await dying.reached;
    isGone = true;
    await makeDue(id);
    await recover(id, definition);
    expect(calls.slice(3)).toEqual(["look", "undo hold", "undo reserve", "undo look"]);
    dying.revive();
  });

  it("is left alone while its lease lasts", async () => {
    const dying = dyingAt("reserve");
    const definition = define([dying.step]);
    const { id, run } = await begin(definition);
    const first = run();
    await dying.reached;
    const stop = engineOf(definition).start();
    const other = await begin(definition);
    await makeDue(other.id);
    await until("another saga", async () => (await rowOf(other.id)).nextRunAt === null);
    await stop();
    expect(await rowOf(id)).toMatchObject({ version: 1, status: "RUNNING" });
    dying.revive();
    await first;
  });

  it("writes nothing any more when it comes back to life before a local step", async () => {
    const dying = dyingAt("reserve", { forward: async () => undefined });
    const definition = define([dying.step, local("open")]);
    const { id, started, engine } = await begin(definition);
    const held = { ...started.held };
    const first = engine.run(started, 10_000);
    await dying.reached;
    await makeDue(id);
    await recover(id, definition);
    const after = await rowOf(id);
    dying.revive();
    await first;
    // The same holder again, this time past the remote step and straight into the local one.
    const zombie: StartedSaga<Data> = { ...started, held: { ...held, step: 1 } };
    expect(await engine.run(zombie, 10_000)).toEqual({ status: "PENDING" });
    expect(await rowOf(id)).toEqual(after);
    expect(await notesOf(id)).toEqual(["open"]);
  });

  it("is taken by one of many instances only", async () => {
    const definition = define([remote("reserve"), local("open")]);
    const begun = await Promise.all(Array.from({ length: 12 }, () => begin(definition)));
    for (const { id } of begun) await makeDue(id);
    for (let instance = 0; instance < 4; instance++) stops.push(engineOf(definition).start());
    for (const { id } of begun) {
      await until("the end of the saga", async () => (await rowOf(id)).nextRunAt === null);
      expect(await notesOf(id)).toEqual(["open"]);
    }
  });

  it("keeps its lease by renewing it while steps take long", async () => {
    const definition = define([remote("reserve"), local("open")]);
    const { id, engine, started } = await begin(definition);
    const expiring = { ...started.held, leaseEndsAt: performance.now() + 100 };
    expect((await engine.run({ ...started, held: expiring }, 10_000)).status).toBe("DONE");
    expect((await rowOf(id)).version).toBe(3);
  });
});

describe("the pivot", () => {
  const pivot = (changes: RemoteChanges): SagaStep<Data> =>
    remote("capture", { ...changes, isPivot: true });

  it("is announced before it is called", async () => {
    let stored = -1;
    const definition = define([
      remote("reserve"),
      pivot({
        forward: async ({ sagaId }) => {
          stored = (await rowOf(sagaId)).step;
        },
      }),
    ]);
    expect((await (await begin(definition)).run()).status).toBe("DONE");
    expect(stored).toBe(1);
  });

  it("is asked again for ever while its outcome is unknown, late or not", async () => {
    let failures = 4;
    const forward = async (): Promise<void> => {
      if (failures-- > 0) throw unavailable;
    };
    const definition = define([remote("reserve"), pivot({ forward }), local("open")]);
    const { id, run } = await begin(definition);
    expect(await run()).toEqual({ status: "PENDING" });
    await makeLate(id);
    await recover(id, definition);
    expect(await notesOf(id)).toEqual(["open"]);
    expect(calls.filter((call) => call.startsWith("undo"))).toEqual([]);
  });

  it("is undone like any other step's predecessors when it is refused", async () => {
    const forward = (): Promise<never> => Promise.reject(refusal);
    const definition = define([remote("reserve"), pivot({ forward }), local("open")]);
    expect((await (await begin(definition)).run()).status).toBe("UNDONE");
    expect(calls).toEqual(["reserve", "capture", "undo reserve"]);
  });

  it("turns refusals behind it into trouble", async () => {
    let refusals = 2;
    const forward = async (): Promise<void> => {
      if (refusals-- > 0) throw refusal;
    };
    const definition = define([pivot({}), remote("commit", { forward })]);
    const { id, run } = await begin(definition);
    expect(await run()).toEqual({ status: "PENDING" });
    await recover(id, definition);
    expect(calls).toEqual(["capture", "commit", "commit", "commit"]);
    expect((await rowOf(id)).status).toBe("DONE");
  });

  it("stops the undoing of a late saga at the steps before it", async () => {
    const forward = (): Promise<never> => Promise.reject(unavailable);
    const definition = define([remote("reserve", { forward }), remote("hold"), pivot({})]);
    const { id, run } = await begin(definition);
    await run();
    await makeLate(id);
    await recover(id, definition);
    expect(calls).toEqual(["reserve", "reserve", "undo hold", "undo reserve"]);
  });
});

describe("the engine", () => {
  it("refuses definitions it could not carry out", () => {
    const options = { database, service: "order", log } as const;
    const one = define([remote("a")]);
    const broken: [RegExp, SagaDefinition<Data>[]][] = [
      [/same kind/, [one, one]],
      [/same name/, [define([remote("a"), local("a")])]],
      [
        /more than one pivot/,
        [define([remote("a", { isPivot: true }), remote("b", { isPivot: true })])],
      ],
    ];
    for (const [message, definitions] of broken) {
      expect(() => createSagaEngine(options, definitions)).toThrow(message);
    }
  });

  it("begins registered sagas only, as no other could be recovered", async () => {
    const engine = engineOf(define([remote("a")]));
    const foreign = { ...define([remote("a")]), kind: "foreign" };
    const beginning = inTransaction(database, (transaction) =>
      engine.begin(transaction, foreign, { id: newId(), data: { orderId: newId() } }),
    );
    await expect(beginning).rejects.toThrow("The saga foreign is not registered.");
  });

  it("leaves sagas of other versions' kinds to those versions", async () => {
    const foreign = { ...define([remote("a")]), kind: "foreign" };
    const { id } = await begin(foreign);
    await makeDue(id);
    const known = await begin(define([remote("a")]));
    await makeDue(known.id);
    await recover(known.id, define([remote("a")]));
    expect((await rowOf(id)).version).toBe(1);
    await recover(id, foreign);
  });

  it("recovers more sagas than it may carry out at once", async () => {
    const definition = define([remote("a"), local("open")]);
    const begun = await Promise.all(Array.from({ length: 6 }, () => begin(definition)));
    for (const { id } of begun) await makeDue(id);
    const options = { database, service: "order", log, pollMs: 600_000, concurrency: 2 } as const;
    const stop = createSagaEngine(options, [definition]).start();
    for (const { id } of begun) {
      await until("the end of the saga", async () => (await rowOf(id)).nextRunAt === null);
    }
    await stop();
  });

  it("lives through a database that is away", async () => {
    const definition = define([remote("a"), local("open")]);
    const { id, run } = await begin(definition);
    await database.pool.query("RENAME TABLE saga TO saga_away");
    expect(await run()).toEqual({ status: "PENDING" });
    stops.push(engineOf(definition).start());
    await new Promise((resolve) => setImmediate(resolve));
    await database.pool.query("RENAME TABLE saga_away TO saga");
    await makeDue(id);
    await until("the end of the saga", async () => (await rowOf(id)).nextRunAt === null);
    expect(await notesOf(id)).toEqual(["open"]);
  });

  it("lets the sagas under way come to a rest before it stops", async () => {
    const gate = createGate();
    const definition = define([remote("reserve", { forward: gate.pass }), local("open")]);
    const { id, engine, run } = await begin(definition);
    const stop = engine.start();
    void run();
    await gate.reached;
    const stopped = stop();
    gate.open();
    await stopped;
    expect(await notesOf(id)).toEqual(["open"]);
  });
});

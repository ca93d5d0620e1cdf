import { eq } from "drizzle-orm";
import { inTransaction } from "../database/transaction";
import { newId } from "../ids";
import { createGate } from "../testing/gate";
import { until } from "../testing/until";
import type { SagaDefinition } from "./saga";
import { createSagaEngine, type StartedSaga } from "./sagaEngine";
import {
  begin,
  type BenchData,
  calls,
  define,
  dyingAt,
  engineOf,
  local,
  makeDue,
  notesOf,
  pivot,
  recover,
  refusal,
  remote,
  rowOf,
  sagaDatabase,
  silentLog,
  stops,
  useSagaBench,
} from "../testing/sagaBench";
import { saga } from "./tables";

useSagaBench();

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
    const zombie: StartedSaga<BenchData> = { ...started, held: { ...held, step: 1 } };
    expect(await engine.run(zombie, 10_000)).toEqual({ status: "PENDING" });
    expect(await rowOf(id)).toEqual(after);
    expect(await notesOf(id)).toEqual(["open"]);
  });

  it("is not taken from a holder that is slow by that holder's own instance", async () => {
    const gate = createGate();
    const definition = define([remote("reserve", { forward: gate.pass }), local("open")]);
    const { id, engine, run } = await begin(definition);
    stops.push(engine.start());
    const slow = run();
    await gate.reached;
    const other = await begin(definition);
    for (const due of [id, other.id]) await makeDue(due);
    await until("another saga", async () => (await rowOf(other.id)).version > 1);
    expect((await rowOf(id)).version).toBe(1);
    gate.open();
    expect(await slow).toMatchObject({ status: "DONE" });
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

describe("the engine", () => {
  it("refuses definitions it could not carry out", () => {
    const options = { database: sagaDatabase(), service: "order", log: silentLog } as const;
    const one = define([remote("a")]);
    const broken: [RegExp, SagaDefinition<BenchData>[]][] = [
      [/same kind/, [one, one]],
      [/same name/, [define([remote("a"), local("a")])]],
      [/more than one pivot/, [define([pivot(), { ...pivot(), name: "another" }])]],
    ];
    for (const [message, definitions] of broken) {
      expect(() => createSagaEngine(options, definitions)).toThrow(message);
    }
  });

  it("begins registered sagas only, as no other could be recovered", async () => {
    const engine = engineOf(define([remote("a")]));
    const foreign = { ...define([remote("a")]), kind: "foreign" };
    const beginning = inTransaction(sagaDatabase(), (transaction) =>
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
    const options = {
      database: sagaDatabase(),
      service: "order",
      log: silentLog,
      pollMs: 600_000,
      concurrency: 2,
    } as const;
    const stop = createSagaEngine(options, [definition]).start();
    for (const { id } of begun) {
      await until("the end of the saga", async () => (await rowOf(id)).nextRunAt === null);
    }
    await stop();
  });

  it("passes over a saga whose row is held by a host that hangs", async () => {
    const definition = define([local("open")]);
    const held = await begin(definition);
    const others = [await begin(definition), await begin(definition)];
    for (const { id } of [held, ...others]) await makeDue(id);
    const gate = createGate();
    const hanging = inTransaction(sagaDatabase(), async (transaction) => {
      await transaction.select().from(saga).where(eq(saga.id, held.id)).for("update");
      await gate.pass();
    });
    await gate.reached;
    for (const { id } of others) await recover(id, definition);
    expect((await rowOf(held.id)).status).toBe("RUNNING");
    gate.open();
    await hanging;
    await recover(held.id, definition);
  });

  it("lives through a database that is away", async () => {
    const definition = define([remote("a"), local("open")]);
    const { id, run } = await begin(definition);
    await sagaDatabase().pool.query("RENAME TABLE saga TO saga_away");
    expect(await run()).toEqual({ status: "PENDING" });
    stops.push(engineOf(definition).start());
    await new Promise((resolve) => setImmediate(resolve));
    await sagaDatabase().pool.query("RENAME TABLE saga_away TO saga");
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

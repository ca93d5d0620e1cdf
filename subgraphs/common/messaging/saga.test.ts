import { recordStatements } from "../database/statements";
import { inTransaction } from "../database/transaction";
import { newId } from "../ids";
import { createGate } from "../testing/gate";
import { until } from "../testing/until";
import type { SagaCall, SagaStep } from "./saga";
import {
  begin,
  type BenchData,
  calls,
  define,
  engineOf,
  local,
  makeDue,
  makeLate,
  notesOf,
  recover,
  refusal,
  remote,
  type RemoteChanges,
  rowOf,
  sagaDatabase,
  unavailable,
  useSagaBench,
} from "../testing/sagaBench";

useSagaBench();

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
    const steps: SagaStep<BenchData>[] = [
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
    const failing = inTransaction(sagaDatabase(), async (transaction) => {
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

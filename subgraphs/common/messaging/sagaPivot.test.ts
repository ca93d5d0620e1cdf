import {
  begin,
  calls,
  define,
  dyingAt,
  local,
  makeDue,
  makeLate,
  notesOf,
  pivot,
  recover,
  refusal,
  remote,
  rowOf,
  unavailable,
  useSagaBench,
} from "../testing/sagaBench";

useSagaBench();

describe("the pivot", () => {
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

describe("a pivot that can be undone", () => {
  const away = (): Promise<never> => Promise.reject(unavailable);

  it("is undone before all others when its outcome stays unknown until the deadline", async () => {
    const compensate = async () => "UNDONE" as const;
    const capture = pivot({ forward: away, compensate });
    const definition = define([remote("reserve"), capture, local("open")]);
    const { id, run } = await begin(definition);
    expect(await run()).toEqual({ status: "PENDING" });
    await makeLate(id);
    await recover(id, definition);
    expect(calls).toEqual(["reserve", "capture", "capture", "undo capture", "undo reserve"]);
    expect(await notesOf(id)).toEqual(["undone: no time"]);
  });

  it("lets the saga go forward for good when it is too late, with all that was found before", async () => {
    let hasHappened = false;
    const capture = pivot({
      forward: () => (hasHappened ? Promise.resolve({ orderId: "captured" }) : away()),
      compensate: async () => {
        hasHappened = true;
        return "TOO_LATE";
      },
    });
    let failures = 2;
    const commit = remote("commit", {
      forward: async () => (failures-- > 0 ? away() : undefined),
    });
    const price = remote("price", { forward: async () => ({ price: 5 }) });
    const definition = define([price, capture, commit, local("open")]);
    const { id, run } = await begin(definition);
    await run();
    await makeLate(id);
    await recover(id, definition);
    expect(calls.slice(3)).toEqual(["undo capture", "capture", "commit", "commit", "commit"]);
    expect(await rowOf(id)).toMatchObject({
      status: "DONE",
      data: { orderId: "captured", price: 5 },
    });
    expect(await notesOf(id)).toEqual(["open"]);
  });

  it("is not undone any more once a call behind it may have been made", async () => {
    const dying = dyingAt("commit");
    const compensate = async () => "UNDONE" as const;
    const definition = define([remote("reserve"), pivot({ compensate }), dying.step]);
    const { id, run } = await begin(definition);
    const first = run();
    await dying.reached;
    await makeDue(id);
    await makeLate(id);
    await recover(id, definition);
    expect((await rowOf(id)).status).toBe("DONE");
    expect(calls.filter((call) => call.startsWith("undo"))).toEqual([]);
    dying.revive();
    await first;
  });

  it("is asked to be undone until it answers", async () => {
    let failures = 3;
    const compensate = async () => (failures-- > 0 ? away() : ("UNDONE" as const));
    const definition = define([remote("reserve"), pivot({ forward: away, compensate })]);
    const { id, run } = await begin(definition);
    await run();
    await makeLate(id);
    await recover(id, definition);
    expect(calls.slice(3)).toEqual([...Array(4).fill("undo capture"), "undo reserve"]);
  });

  it("is left out of the undoing while nobody can have called it", async () => {
    const compensate = async () => "TOO_LATE" as const;
    const definition = define([remote("reserve", { forward: away }), pivot({ compensate })]);
    const { id, run } = await begin(definition);
    await run();
    await makeLate(id);
    await recover(id, definition);
    expect(calls).toEqual(["reserve", "reserve", "undo reserve"]);
  });
});

import { eq } from "drizzle-orm";
import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { uuid } from "../database/columns";
import type { Transaction } from "../database/pool";
import { inTransaction } from "../database/transaction";
import { Fault, Refusal } from "../errors";
import { newId } from "../ids";
import { createLog } from "../log";
import type { PivotStep, RemoteStep, SagaDefinition, SagaStep, SagaView } from "../messaging/saga";
import { createSagaEngine, type SagaEngine } from "../messaging/sagaEngine";
import { saga } from "../messaging/tables";
import { useRandom } from "../random";
import { createTables } from "./createTables";
import { createGate } from "./gate";
import { testDatabase, type TestDatabase } from "./testDatabase";
import { until } from "./until";

/*
 * Sagas for tests: steps that record their calls, and a database of the test file's own. A file that uses them calls
 * `useSagaBench()` once, at its top.
 */

/** What local steps leave behind. */
const note = mysqlTable("note", {
  number: int("number").primaryKey().autoincrement(),
  sagaId: uuid("saga_id").notNull(),
  text: varchar("text", { length: 64 }).notNull(),
});

export interface BenchData {
  readonly orderId: string;
  readonly price?: number;
}

/** Names of the remote steps called in this test, in order; undone ones with `undo `. */
export const calls: string[] = [];
/** Stops of engines, called after each test. */
export const stops: (() => Promise<void>)[] = [];
export const silentLog = createLog("test", "silent");
export const refusal = new Refusal("SOLD_OUT", "None left.", { data: { available: 0 } });
export const unavailable = new Fault("UNAVAILABLE");

let opened: TestDatabase | null = null;

export function sagaDatabase(): TestDatabase {
  if (!opened) throw new Error("The test file does not call useSagaBench().");
  return opened;
}

export function useSagaBench(): void {
  let restoreRandom = (): void => undefined;
  beforeAll(async () => {
    opened = await testDatabase("saga");
    await createTables(opened, { saga, note });
  });
  beforeEach(() => {
    calls.length = 0;
    // No chance, no pause.
    restoreRandom = useRandom({ bytes: (size) => Buffer.alloc(size) });
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
    restoreRandom();
  });
  afterAll(() => opened?.close());
}

type Step = SagaStep<BenchData>;
export type RemoteChanges = Partial<Omit<RemoteStep<BenchData>, "kind" | "name">>;
export type PivotChanges = Partial<Omit<PivotStep<BenchData>, "kind" | "name">>;

export function remote(name: string, changes: RemoteChanges = {}): Step {
  const { forward = async () => undefined, compensate = async () => undefined } = changes;
  return {
    kind: "remote",
    name,
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

/** A pivot named `capture`, which cannot be undone unless the changes say how. */
export function pivot({ forward = async () => undefined, compensate }: PivotChanges = {}): Step {
  const undo: PivotStep<BenchData>["compensate"] =
    compensate &&
    (async (call, data) => {
      calls.push("undo capture");
      return compensate(call, data);
    });
  return {
    kind: "pivot",
    name: "capture",
    forward: async (call, data) => {
      calls.push("capture");
      return forward(call, data);
    },
    ...(undo && { compensate: undo }),
  };
}

async function write(
  transaction: Transaction,
  { id }: SagaView<BenchData>,
  text: string,
): Promise<void> {
  await transaction.insert(note).values({ sagaId: id, text });
}

export function local(name: string, fail: () => void = () => undefined): Step {
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

export function define(steps: readonly Step[], deadlineMs = 60_000): SagaDefinition<BenchData> {
  return {
    kind: "place",
    steps,
    deadlineMs,
    onUndone: (transaction, view, reason) =>
      write(transaction, view, `undone: ${reason?.message ?? "no time"}`),
  };
}

export function engineOf(definition: SagaDefinition<BenchData>): SagaEngine {
  const options = {
    database: sagaDatabase(),
    service: "order",
    log: silentLog,
    pollMs: 5,
  } as const;
  return createSagaEngine(options, [definition]);
}

export async function begin(definition: SagaDefinition<BenchData>) {
  const engine = engineOf(definition);
  const id = newId();
  const started = await inTransaction(sagaDatabase(), (transaction) =>
    engine.begin(transaction, definition, { id, data: { orderId: id } }),
  );
  return { id, engine, started, run: () => engine.run(started, 10_000) };
}

export async function notesOf(id: string): Promise<string[]> {
  const rows = await sagaDatabase()
    .drizzle.select()
    .from(note)
    .where(eq(note.sagaId, id))
    .orderBy(note.number);
  return rows.map((row) => row.text);
}

export async function rowOf(id: string) {
  const [row] = await sagaDatabase().drizzle.select().from(saga).where(eq(saga.id, id));
  if (!row) throw new Error("There is no such saga.");
  return row;
}

/** Lets the saga's lease or pause end now. */
export async function makeDue(id: string): Promise<void> {
  await sagaDatabase()
    .drizzle.update(saga)
    .set({ nextRunAt: new Date(0) })
    .where(eq(saga.id, id));
}

export async function makeLate(id: string): Promise<void> {
  await sagaDatabase()
    .drizzle.update(saga)
    .set({ deadlineAt: new Date(0) })
    .where(eq(saga.id, id));
}

/** Recovers with an engine of its own, as another instance would, until the saga has ended. */
export async function recover(id: string, definition: SagaDefinition<BenchData>): Promise<void> {
  stops.push(engineOf(definition).start());
  await until("the end of the saga", async () => (await rowOf(id)).nextRunAt === null);
}

/** A remote step that never answers the first holder, as if it had died there; `reached` tells that it was called. */
export function dyingAt(name: string, changes: RemoteChanges = {}) {
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

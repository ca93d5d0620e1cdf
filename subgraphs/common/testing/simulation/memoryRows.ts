import type { Transaction } from "../../database/pool";
import { clock } from "../../clock";
import type { BarrierRow, BarrierStore } from "../../messaging/barrierRows";
import type { SagaKey } from "../../messaging/sagaKey";
import {
  LEASE_MS,
  type DueSaga,
  type NextRun,
  type SagaRow,
  type SagaRows,
} from "../../messaging/sagaRows";
import type { Life } from "./life";
import type { MemoryDatabase, MemoryTransaction } from "./memoryDatabase";
import type { VirtualTime } from "./virtualTime";

/** A saga's row in memory; times are virtual milliseconds. */
export interface MemorySaga extends Omit<SagaRow, "nextRunAt" | "deadlineAt" | "createdAt"> {
  readonly nextRunAt: number | null;
  readonly deadlineAt: number;
  /** Which of its holders it has: grows only when it is taken. Written by nothing that the engine says. */
  readonly holding: number;
}

/** What effects get as their transaction is one of the memory's; nothing else looks into it. */
export function inMemory(transaction: Transaction): MemoryTransaction {
  return transaction as unknown as MemoryTransaction;
}

type Transact = BarrierStore["transact"];

function transactOn(database: MemoryDatabase, life: Life): Transact {
  return (work) =>
    database.transact(life, (transaction) => work(transaction as unknown as Transaction));
}

/** Text and back, as a column of JSON does: nothing is shared, nothing else survives. */
function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

export const sagaName = (id: string): string => `saga ${id}`;

/** The rows of sagas in memory, as one process sees them. */
export function memorySagaRows(database: MemoryDatabase, time: VirtualTime, life: Life): SagaRows {
  const read = (transaction: MemoryTransaction | null, name: string): MemorySaga | undefined =>
    database.get(transaction, name) as MemorySaga | undefined;
  return {
    transact: transactOn(database, life),
    async insert(anyTransaction, row, deadlineMs) {
      const transaction = inMemory(anyTransaction);
      await database.send(life);
      await database.lock(transaction, sagaName(row.id));
      const times = { nextRunAt: time.now() + LEASE_MS, deadlineAt: time.now() + deadlineMs };
      const begun: MemorySaga = { ...copy(row), ...times, refusals: null, holding: 1 };
      database.put(transaction, sagaName(row.id), begun);
    },
    async update(anyTransaction, { id, version }, progress, nextRun) {
      const transaction = inMemory(anyTransaction);
      await database.send(life);
      await database.lock(transaction, sagaName(id));
      const row = read(transaction, sagaName(id));
      if (row?.version !== version) return false;
      const nextRunAt = nextRunAtOf(nextRun, time.now());
      database.put(transaction, sagaName(id), { ...row, ...copy(progress), nextRunAt });
      return true;
    },
    async lockDue(anyTransaction, kinds, { limit, except }) {
      const transaction = inMemory(anyTransaction);
      await database.send(life);
      const due: MemorySaga[] = [];
      for (const name of database.committed().keys()) {
        const row = name.startsWith("saga ") ? read(null, name) : undefined;
        if (!row || row.nextRunAt === null || row.nextRunAt > time.now()) continue;
        if (!kinds.includes(row.kind) || except.includes(row.id) || database.isLocked(name)) {
          continue;
        }
        due.push(row);
      }
      const taken = due
        .toSorted((left, right) => (left.nextRunAt ?? 0) - (right.nextRunAt ?? 0))
        .slice(0, limit);
      for (const { id } of taken) await database.lock(transaction, sagaName(id));
      return taken.map((row): DueSaga => ({
        row: copy(row),
        leftMs: row.deadlineAt - time.now(),
      }));
    },
    async take(anyTransaction, ids, leaseOwner) {
      const transaction = inMemory(anyTransaction);
      await database.send(life);
      for (const id of ids) {
        const row = read(transaction, sagaName(id));
        if (!row) continue;
        const lease = { leaseOwner, nextRunAt: time.now() + LEASE_MS };
        const next = { version: row.version + 1, holding: row.holding + 1 };
        database.put(transaction, sagaName(id), { ...row, ...lease, ...next });
      }
    },
  };
}

function nextRunAtOf(nextRun: NextRun, now: number): number | null {
  if (nextRun === "never") return null;
  return now + (nextRun === "lease" ? LEASE_MS : nextRun.inMs);
}

const barrierName = ({ sagaId, step }: SagaKey): string => `barrier ${sagaId} ${step}`;

/** The rows of a participant's steps in memory, as one process sees them. */
export function memoryBarrier(database: MemoryDatabase, life: Life): BarrierStore {
  const read = (transaction: MemoryTransaction | null, key: SagaKey): BarrierRow | null =>
    (database.get(transaction, barrierName(key)) ?? null) as BarrierRow | null;
  return {
    transact: transactOn(database, life),
    async read(key) {
      await database.send(life);
      return read(null, key);
    },
    async lock(anyTransaction, key) {
      await database.send(life);
      // Where there is nothing yet, READ COMMITTED locks nothing.
      if (!read(null, key) && !database.isLocked(barrierName(key))) return null;
      await database.lock(inMemory(anyTransaction), barrierName(key));
      return read(inMemory(anyTransaction), key);
    },
    async insert(anyTransaction, key, row) {
      const transaction = inMemory(anyTransaction);
      await database.send(life);
      await database.lock(transaction, barrierName(key));
      if (read(transaction, key)) return false;
      database.put(transaction, barrierName(key), { ...row, result: copy(row.result) });
      return true;
    },
    async markUndone(anyTransaction, key) {
      await database.send(life);
      const row = read(inMemory(anyTransaction), key);
      database.put(inMemory(anyTransaction), barrierName(key), { ...row, undoneAt: clock.now() });
    },
  };
}

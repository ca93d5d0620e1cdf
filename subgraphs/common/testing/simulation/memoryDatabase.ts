import type { Chance } from "./chance";
import type { Life } from "./life";
import type { VirtualTime } from "./virtualTime";

/** The server has rolled the transaction back: a deadlock, or a lock not got in time. */
class RolledBack extends Error {}

const ATTEMPTS = 8;
const LOCK_WAIT_MS = 2_000;
/** How long a server may take to notice that a client is gone. */
const NOTICED_WITHIN_MS = 3_000;

/** An open transaction: READ COMMITTED, what it writes is its own until the commit, locks last until its end. */
export interface MemoryTransaction {
  readonly life: Life;
  readonly written: Map<string, unknown>;
  readonly locks: Set<string>;
  waitsFor: string | null;
  isOver: boolean;
}

/** A database of named rows, as far as sagas need one: transactions, row locks, deadlocks, lost commits. */
export interface MemoryDatabase {
  /** Runs the work like `inTransaction`: again after a deadlock; when the answer to the commit is lost it throws. */
  transact<Result>(
    life: Life,
    work: (transaction: MemoryTransaction) => Promise<Result>,
  ): Promise<Result>;
  /** One statement's time, in which its connection may break. */
  send(life: Life): Promise<void>;
  /** Waits for the row while another transaction has it, whether it exists or not. */
  lock(transaction: MemoryTransaction, name: string): Promise<void>;
  isLocked(name: string): boolean;
  /** What the transaction sees. */
  get(transaction: MemoryTransaction | null, name: string): unknown;
  /** Writes a row that the transaction has locked. */
  put(transaction: MemoryTransaction, name: string, row: unknown): void;
  /** Puts a row there before the world begins. */
  fill(name: string, row: unknown): void;
  committed(): ReadonlyMap<string, unknown>;
  /** Rolls back what a dead process has left open, some time later. */
  forget(life: Life): void;
}

interface Waiter {
  readonly transaction: MemoryTransaction;
  readonly take: () => void;
}

/** @param onCommit sees the rows before and after, at the moment of the commit. */
export function createMemoryDatabase(
  time: VirtualTime,
  chance: Chance,
  onCommit: (rows: ReadonlyMap<string, unknown>, written: ReadonlyMap<string, unknown>) => void,
): MemoryDatabase {
  const rows = new Map<string, unknown>();
  const holders = new Map<string, MemoryTransaction>();
  const waiters = new Map<string, Waiter[]>();
  const open = new Set<MemoryTransaction>();

  function end(transaction: MemoryTransaction): void {
    if (transaction.isOver) return;
    transaction.isOver = true;
    open.delete(transaction);
    for (const name of transaction.locks) {
      holders.delete(name);
      waiters.get(name)?.shift()?.take();
    }
  }

  function commit(transaction: MemoryTransaction): void {
    if (transaction.isOver) throw new RolledBack();
    onCommit(rows, transaction.written);
    for (const [name, row] of transaction.written) rows.set(name, row);
    end(transaction);
  }

  function own(transaction: MemoryTransaction, name: string): void {
    holders.set(name, transaction);
    transaction.locks.add(name);
  }

  function isDeadlock(transaction: MemoryTransaction, name: string): boolean {
    let holder = holders.get(name);
    while (holder && holder !== transaction) {
      holder = holder.waitsFor === null ? undefined : holders.get(holder.waitsFor);
    }
    return holder === transaction;
  }

  function waitFor(transaction: MemoryTransaction, name: string): Promise<void> {
    if (isDeadlock(transaction, name)) throw new RolledBack();
    transaction.waitsFor = name;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        const queue = waiters.get(name) ?? [];
        waiters.set(
          name,
          queue.filter((other) => other !== waiter),
        );
        transaction.waitsFor = null;
      };
      const callOff = time.after(LOCK_WAIT_MS, () => {
        stop();
        reject(new RolledBack());
      });
      const take = (): void => {
        callOff();
        transaction.waitsFor = null;
        if (transaction.isOver) waiters.get(name)?.shift()?.take();
        else {
          own(transaction, name);
          resolve();
        }
      };
      const waiter = { transaction, take };
      waiters.set(name, [...(waiters.get(name) ?? []), waiter]);
    });
  }

  async function attempt<Result>(
    life: Life,
    work: (transaction: MemoryTransaction) => Promise<Result>,
  ): Promise<Result> {
    const transaction: MemoryTransaction = {
      life,
      written: new Map(),
      locks: new Set(),
      waitsFor: null,
      isOver: false,
    };
    open.add(transaction);
    try {
      const result = await work(transaction);
      await life.spend(chance.statementMs());
      chance.breakConnection();
      commit(transaction);
      await life.spend(chance.statementMs());
      chance.breakConnection();
      return result;
    } finally {
      end(transaction);
    }
  }

  return {
    async transact(life, work) {
      for (let attempts = 1; ; attempts++) {
        try {
          return await attempt(life, work);
        } catch (error) {
          if (!(error instanceof RolledBack) || attempts === ATTEMPTS) throw error;
          await life.spend(chance.between(0, 20));
        }
      }
    },
    async send(life) {
      await life.spend(chance.statementMs());
      chance.breakConnection();
    },
    async lock(transaction, name) {
      if (transaction.isOver) throw new RolledBack();
      const holder = holders.get(name);
      if (holder === transaction) return;
      if (holder) await waitFor(transaction, name);
      else own(transaction, name);
    },
    isLocked: (name) => holders.has(name),
    get: (transaction, name) =>
      transaction?.written.has(name) ? transaction.written.get(name) : rows.get(name),
    put(transaction, name, row) {
      if (holders.get(name) !== transaction) throw new Error(`${name} is written without a lock.`);
      transaction.written.set(name, row);
    },
    fill: (name, row) => void rows.set(name, row),
    committed: () => rows,
    forget(life) {
      for (const transaction of open) {
        if (transaction.life !== life) continue;
        time.after(chance.between(0, NOTICED_WITHIN_MS), () => end(transaction));
      }
    },
  };
}

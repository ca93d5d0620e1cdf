import { and, eq } from "drizzle-orm";
import { clock } from "../clock";
import { isDuplicateKey } from "../database/errors";
import { insertStatement } from "../database/insertStatement";
import type { Database, Transaction } from "../database/pool";
import { inTransaction } from "../database/transaction";
import type { StoredOutcome } from "./outcome";
import type { SagaKey } from "./sagaKey";
import { barrier } from "./tables";

/** What is kept of a step. Without a result it was undone before it ever came. */
export interface BarrierRow {
  readonly result: StoredOutcome | null;
  readonly undoneAt: Date | null;
}

/** The rows of steps within a transaction, one method a statement. What they are for is in barrier.ts. */
export interface BarrierRows {
  /** The row, locked; null, and nothing locked, when there is none. Waits while another transaction holds it. */
  lock(transaction: Transaction, key: SagaKey): Promise<BarrierRow | null>;
  /** False when the step has a row. Waits while another transaction that may write it is open. */
  insert(transaction: Transaction, key: SagaKey, row: BarrierRow): Promise<boolean>;
  markUndone(transaction: Transaction, key: SagaKey): Promise<void>;
}

export interface BarrierStore extends BarrierRows {
  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** The row as it was committed last. */
  read(key: SagaKey): Promise<BarrierRow | null>;
}

const insertSteps = insertStatement(barrier);

/** The rows in MySQL. */
export const barrierRows: BarrierRows = {
  async lock(transaction, key) {
    const [row] = await transaction.select().from(barrier).where(isRowOf(key)).for("update");
    return row ?? null;
  },
  async insert(transaction, key, row) {
    try {
      const { sagaId, step } = key;
      const { result, undoneAt } = row;
      await insertSteps(transaction, [{ sagaId, step, result, undoneAt, createdAt: clock.now() }]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  },
  async markUndone(transaction, key) {
    await transaction.update(barrier).set({ undoneAt: clock.now() }).where(isRowOf(key));
  },
};

export function barrierStore(database: Database): BarrierStore {
  return {
    ...barrierRows,
    transact: (work) => inTransaction(database, work),
    async read(key) {
      const [row] = await database.drizzle.select().from(barrier).where(isRowOf(key));
      return row ?? null;
    },
  };
}

function isRowOf({ sagaId, step }: SagaKey) {
  return and(eq(barrier.sagaId, sagaId), eq(barrier.step, step));
}

import { insertStatement } from "@micro-shop/common/database/insertStatement";
import type { Transaction } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import { stockMovement } from "./tables";

export interface NewMovement {
  readonly skuId: string;
  readonly kind: (typeof stockMovement.$inferInsert)["kind"];
  /** Signed: what it adds to on_hand; never 0. */
  readonly delta: number;
  readonly reason: string;
  readonly orderId: string | null;
  readonly actorId: string | null;
}

const insertRows = insertStatement(stockMovement);

/** Writes to the ledger, in the transaction that changes on_hand. */
export async function insertMovements(
  transaction: Transaction,
  movements: readonly NewMovement[],
  now: Date,
): Promise<void> {
  if (movements.length === 0) return;
  await insertRows(
    transaction,
    movements.map((movement) => ({ ...movement, id: newId(), createdAt: now })),
  );
}

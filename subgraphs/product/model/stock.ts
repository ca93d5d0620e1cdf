import { and, asc, eq, gte, inArray, sql } from "drizzle-orm";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { statementPerLine, type Line } from "./perLine";
import { skuStock } from "./tables";

export type StockRow = typeof skuStock.$inferSelect;

/** Units of one SKU. */
export interface SkuQuantity {
  readonly skuId: string;
  readonly quantity: number;
}

/** Far below the range of the column, so that no sum of adjustments can leave it. */
export const MAX_ON_HAND = 1_000_000_000;

const reserveLines = statementPerLine(skuStock.skuId, (builder, { isOneOf, quantity }) =>
  builder
    .update(skuStock)
    .set({ reserved: sql`${skuStock.reserved} + ${quantity}` })
    .where(and(isOneOf, sql`${skuStock.onHand} - ${skuStock.reserved} >= ${quantity}`))
    .orderBy(asc(skuStock.skuId)),
);

/**
 * Holds units of several SKUs that are free to sell: one statement for any number of them, which takes their counters in
 * ascending id, so that baskets with the same SKUs wait for each other and never in a circle. False when one of them had
 * too few; others may be held by then, so the transaction must roll back.
 * @param lines at least one, one a SKU.
 */
export async function reserveUnits(
  transaction: Transaction,
  lines: readonly SkuQuantity[],
): Promise<boolean> {
  const result = await reserveLines(transaction, lines.map(toLine));
  return result.affectedRows === lines.length;
}

const commitLines = statementPerLine(skuStock.skuId, (builder, { isOneOf, quantity }) =>
  builder
    .update(skuStock)
    .set({
      onHand: sql`${skuStock.onHand} - ${quantity}`,
      reserved: sql`${skuStock.reserved} - ${quantity}`,
    })
    .where(and(isOneOf, gte(skuStock.reserved, quantity)))
    .orderBy(asc(skuStock.skuId)),
);

/**
 * Takes held units of several SKUs out of the house: they are sold. One statement, in ascending id like `reserveUnits`.
 * False when less is held of one of them; others may have gone by then, so the transaction must roll back.
 * @param lines at least one, one a SKU.
 */
export async function commitUnits(
  transaction: Transaction,
  lines: readonly SkuQuantity[],
): Promise<boolean> {
  const result = await commitLines(transaction, lines.map(toLine));
  return result.affectedRows === lines.length;
}

function toLine({ skuId, quantity }: SkuQuantity): Line {
  return [skuId, quantity];
}

/*
 * Every function below that changes something changes at most one row and answers whether its condition held. Callers
 * with several SKUs go in ascending SKU id.
 */

/** Gives held units back. */
export async function releaseUnits(
  transaction: Transaction,
  { skuId, quantity }: SkuQuantity,
): Promise<boolean> {
  const [result] = await transaction
    .update(skuStock)
    .set({ reserved: sql`${skuStock.reserved} - ${quantity}` })
    .where(and(eq(skuStock.skuId, skuId), gte(skuStock.reserved, quantity)));
  return result.affectedRows > 0;
}

/** Adds units (or takes them, when negative), never below what is reserved and never above MAX_ON_HAND. */
export async function adjustUnits(
  transaction: Transaction,
  { skuId, delta }: { readonly skuId: string; readonly delta: number },
): Promise<boolean> {
  const [result] = await transaction
    .update(skuStock)
    .set({ onHand: sql`${skuStock.onHand} + ${delta}` })
    .where(
      and(
        eq(skuStock.skuId, skuId),
        sql`${skuStock.onHand} + ${delta} between ${skuStock.reserved} and ${MAX_ON_HAND}`,
      ),
    );
  return result.affectedRows > 0;
}

/** The counters of these SKUs, locked in ascending id until the transaction ends. */
export function lockStock(
  transaction: Transaction,
  skuIds: readonly string[],
): Promise<StockRow[]> {
  return transaction
    .select()
    .from(skuStock)
    .where(inArray(skuStock.skuId, [...skuIds]))
    .orderBy(asc(skuStock.skuId))
    .for("update");
}

/** The counters of one SKU; null when there is no such SKU. */
export async function readStock(
  executor: DatabaseExecutor,
  skuId: string,
): Promise<StockRow | null> {
  const rows = await executor.select().from(skuStock).where(eq(skuStock.skuId, skuId));
  return rows[0] ?? null;
}

export async function insertStock(
  transaction: Transaction,
  rows: readonly StockRow[],
): Promise<void> {
  await transaction.insert(skuStock).values([...rows]);
}

import { and, asc, eq, gt, lt, lte, sql } from "drizzle-orm";
import { insertStatement } from "@micro-shop/common/database/insertStatement";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { readStatement, slot, writeStatement } from "@micro-shop/common/database/statement";
import { newId } from "@micro-shop/common/ids";
import type { OverdueQuestion } from "@micro-shop/common/messaging/settleOverdue";
import type { SkuQuantity } from "./stock";
import { stockReservation } from "./tables";

const insertReservations = insertStatement(stockReservation);

/** Notes what an order holds. Throws a duplicate-key error when it already holds or held one of the SKUs. */
export async function insertOrderReservations(
  transaction: Transaction,
  order: {
    readonly orderId: string;
    readonly expiresAt: Date;
    readonly lines: readonly SkuQuantity[];
  },
  now: Date,
): Promise<void> {
  await insertReservations(
    transaction,
    order.lines.map((line) => ({
      id: newId(),
      kind: "ORDER" as const,
      referenceId: order.orderId,
      skuId: line.skuId,
      quantity: line.quantity,
      status: "RESERVED" as const,
      createdAt: now,
      expiresAt: order.expiresAt,
    })),
  );
}

const isLive = and(
  eq(stockReservation.referenceId, slot(stockReservation.referenceId, "orderId")),
  eq(stockReservation.kind, "ORDER"),
  eq(stockReservation.status, "RESERVED"),
);

const held = { skuId: stockReservation.skuId, quantity: stockReservation.quantity };

const lockLive = readStatement<{ orderId: string }, SkuQuantity>(held, (builder) =>
  builder
    .select(held)
    .from(stockReservation)
    .where(isLive)
    .orderBy(asc(stockReservation.skuId))
    .for("update"),
);

const settleLive = writeStatement<{
  orderId: string;
  status: "COMMITTED" | "RELEASED";
  now: Date;
}>((builder) =>
  builder
    .update(stockReservation)
    .set({
      status: slot(stockReservation.status),
      settledAt: slot(stockReservation.settledAt, "now"),
    })
    .where(isLive),
);

/**
 * Settles everything an order still holds and answers what that was, ascending by SKU; empty when it holds nothing
 * (any more). Whoever comes second finds no RESERVED row, so units move once.
 */
export async function settleOrderReservations(
  transaction: Transaction,
  orderId: string,
  change: { readonly status: "COMMITTED" | "RELEASED"; readonly now: Date },
): Promise<readonly SkuQuantity[]> {
  const lines = await lockLive(transaction, { orderId });
  if (lines.length > 0) await settleLive(transaction, { orderId, ...change });
  return lines;
}

/**
 * Notes all that an order has bought and not brought back as brought back, and answers what that is, ascending by SKU;
 * empty when there is nothing (any more).
 */
export async function restockReservations(
  transaction: Transaction,
  orderId: string,
): Promise<readonly SkuQuantity[]> {
  const { skuId, quantity, restockedQuantity } = stockReservation;
  const isSold = and(
    eq(stockReservation.referenceId, orderId),
    eq(stockReservation.kind, "ORDER"),
    eq(stockReservation.status, "COMMITTED"),
    lt(restockedQuantity, quantity),
  );
  const lines = await transaction
    .select({ skuId, quantity: sql`${quantity} - ${restockedQuantity}`.mapWith(Number) })
    .from(stockReservation)
    .where(isSold)
    .orderBy(asc(skuId))
    .for("update");
  if (lines.length === 0) return [];
  await transaction
    .update(stockReservation)
    .set({ restockedQuantity: sql`${quantity}` })
    .where(isSold);
  return lines;
}

/** Orders that still hold stock though its time was over `before`, ascending by id, each once. */
export async function findOverdueOrders(
  executor: DatabaseExecutor,
  { before, afterId, limit }: OverdueQuestion,
): Promise<readonly string[]> {
  const rows = await executor
    .selectDistinct({ orderId: stockReservation.referenceId })
    .from(stockReservation)
    .where(
      and(
        eq(stockReservation.status, "RESERVED"),
        eq(stockReservation.kind, "ORDER"),
        lte(stockReservation.expiresAt, before),
        afterId === null ? undefined : gt(stockReservation.referenceId, afterId),
      ),
    )
    .orderBy(asc(stockReservation.referenceId))
    .limit(limit);
  return rows.map(({ orderId }) => orderId);
}

/** Whether an order has bought something here. */
export async function hasCommitted(executor: DatabaseExecutor, orderId: string): Promise<boolean> {
  const rows = await executor
    .select({ id: stockReservation.id })
    .from(stockReservation)
    .where(
      and(
        eq(stockReservation.referenceId, orderId),
        eq(stockReservation.kind, "ORDER"),
        eq(stockReservation.status, "COMMITTED"),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Notes units of a sold line as brought back; false when that were more than was sold and is not back yet. */
export async function restockReservation(
  transaction: Transaction,
  orderId: string,
  { skuId, quantity }: SkuQuantity,
): Promise<boolean> {
  const restocked = sql`${stockReservation.restockedQuantity} + ${quantity}`;
  const [result] = await transaction
    .update(stockReservation)
    .set({ restockedQuantity: restocked })
    .where(
      and(
        isOrderReservation(orderId, skuId),
        eq(stockReservation.status, "COMMITTED"),
        sql`${restocked} <= ${stockReservation.quantity}`,
      ),
    );
  return result.affectedRows === 1;
}

/** What an order holds or held of a SKU; null when it never did. */
export async function findOrderReservation(
  executor: DatabaseExecutor,
  orderId: string,
  skuId: string,
): Promise<typeof stockReservation.$inferSelect | null> {
  const [row] = await executor
    .select()
    .from(stockReservation)
    .where(isOrderReservation(orderId, skuId));
  return row ?? null;
}

function isOrderReservation(orderId: string, skuId: string) {
  return and(
    eq(stockReservation.referenceId, orderId),
    eq(stockReservation.kind, "ORDER"),
    eq(stockReservation.skuId, skuId),
  );
}

import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { and, asc, count, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import { MAX_QUANTITY } from "../types/limits";
import { cartLines, carts } from "./tables";

/** Whose cart: a signed-in user's, or a guest's, known by the SHA-256 of a token. */
export type CartOwner = { readonly userId: string } | { readonly tokenHash: string };

export type CartLineRow = typeof cartLines.$inferSelect;

export interface CartRow {
  readonly id: string;
  /** In the order in which they were put in. */
  readonly lines: readonly CartLineRow[];
}

function ownedBy(owner: CartOwner) {
  return "userId" in owner ? eq(carts.userId, owner.userId) : eq(carts.tokenHash, owner.tokenHash);
}

/** The cart with its lines, or null when nothing was ever put into it. One statement. */
export async function readCart(
  executor: DatabaseExecutor,
  owner: CartOwner,
): Promise<CartRow | null> {
  const rows = await executor
    .select({ id: carts.id, line: cartLines })
    .from(carts)
    .leftJoin(cartLines, eq(cartLines.cartId, carts.id))
    .where(ownedBy(owner))
    .orderBy(asc(cartLines.addedAt), asc(cartLines.id));
  const [first] = rows;
  if (!first) return null;
  return { id: first.id, lines: rows.flatMap(({ line }) => (line === null ? [] : [line])) };
}

/**
 * Takes the lock under which all changes of a cart happen one after the other.
 * Null when there is no such cart.
 */
export async function lockCart(transaction: Transaction, owner: CartOwner): Promise<string | null> {
  const [row] = await transaction
    .select({ id: carts.id })
    .from(carts)
    .where(ownedBy(owner))
    .for("update");
  return row?.id ?? null;
}

/** Makes a cart unless its owner has one. */
export async function insertCart(
  transaction: Transaction,
  cart: { readonly id: string; readonly owner: CartOwner; readonly at: Date },
): Promise<void> {
  await transaction
    .insert(carts)
    .values({ id: cart.id, ...cart.owner, createdAt: cart.at, updatedAt: cart.at })
    .onDuplicateKeyUpdate({ set: { updatedAt: cart.at } });
}

/** Notes that a cart is in use, if there is one. */
export async function touchCart(
  transaction: Transaction,
  owner: CartOwner,
  at: Date,
): Promise<void> {
  await transaction.update(carts).set({ updatedAt: at }).where(ownedBy(owner));
}

/** Deletes guests' carts that nobody has put anything into since then, with what is in them. Answers how many. */
export async function deleteIdleGuestCarts(
  transaction: Transaction,
  before: Date,
  limit: number,
): Promise<number> {
  const idle = await transaction
    .select({ id: carts.id })
    .from(carts)
    .where(and(isNull(carts.userId), lt(carts.updatedAt, before)))
    .orderBy(asc(carts.updatedAt))
    .limit(limit)
    // One that somebody uses at this moment is idle no more.
    .for("update", { skipLocked: true });
  if (idle.length === 0) return 0;
  const ids = padInList(idle.map(({ id }) => id));
  await transaction.delete(cartLines).where(inArray(cartLines.cartId, ids));
  await transaction.delete(carts).where(inArray(carts.id, ids));
  return idle.length;
}

export interface LineToAdd {
  readonly id: string;
  readonly cartId: string;
  readonly skuId: string;
  readonly quantity: number;
  readonly at: Date;
}

/**
 * Adds to the line of the SKU, or makes it: one statement, so that parallel adds lose nothing.
 * Fails with a CHECK violation when the line would exceed 999.
 */
export async function addToCartLine(transaction: Transaction, line: LineToAdd): Promise<void> {
  await transaction
    .insert(cartLines)
    .values({
      id: line.id,
      cartId: line.cartId,
      skuId: line.skuId,
      quantity: line.quantity,
      selected: true,
      addedAt: line.at,
    })
    .onDuplicateKeyUpdate({
      set: { quantity: sql`${cartLines.quantity} + values(${cartLines.quantity})`, selected: true },
    });
}

export async function countCartLines(executor: DatabaseExecutor, cartId: string): Promise<number> {
  const [row] = await executor
    .select({ lines: count() })
    .from(cartLines)
    .where(eq(cartLines.cartId, cartId));
  return row?.lines ?? 0;
}

/** Whether the cart had that line. */
export async function updateCartLineRow(
  executor: DatabaseExecutor,
  line: { readonly id: string; readonly cartId: string },
  changes: { readonly quantity?: number; readonly selected?: boolean },
): Promise<boolean> {
  const [result] = await executor
    .update(cartLines)
    .set(changes)
    .where(and(eq(cartLines.id, line.id), eq(cartLines.cartId, line.cartId)));
  return result.affectedRows === 1;
}

/** How many of these lines the cart had. */
export async function deleteCartLines(
  executor: DatabaseExecutor,
  cartId: string,
  lineIds: readonly string[],
): Promise<number> {
  const [result] = await executor
    .delete(cartLines)
    .where(and(eq(cartLines.cartId, cartId), inArray(cartLines.id, padInList(lineIds))));
  return result.affectedRows;
}

/** Deletes a cart with what is still in it. */
export async function deleteCart(transaction: Transaction, cartId: string): Promise<void> {
  await transaction.delete(cartLines).where(eq(cartLines.cartId, cartId));
  await transaction.delete(carts).where(eq(carts.id, cartId));
}

/**
 * Adds the lines of one cart to those of another: quantities up to 999, selected when either was. The lines themselves stay
 * in the first. Both carts are locked by the caller.
 */
export async function copyCartLines(
  transaction: Transaction,
  { from, to, newLineId }: CartCopy,
): Promise<void> {
  const lines = await transaction
    .select()
    .from(cartLines)
    .where(eq(cartLines.cartId, from))
    .orderBy(asc(cartLines.skuId))
    .for("update");
  if (lines.length === 0) return;
  await transaction
    .insert(cartLines)
    .values(lines.map((line) => ({ ...line, id: newLineId(), cartId: to })))
    .onDuplicateKeyUpdate({
      set: {
        quantity: sql`least(${MAX_QUANTITY}, ${cartLines.quantity} + values(${cartLines.quantity}))`,
        selected: sql`${cartLines.selected} or values(${cartLines.selected})`,
      },
    });
}

export interface CartCopy {
  readonly from: string;
  readonly to: string;
  readonly newLineId: () => string;
}

/** A cart line as it was when it was ordered. */
export interface OrderedCartLine {
  readonly id: string;
  readonly quantity: number;
}

/** Takes ordered quantities out of the cart; what was added to a line meanwhile stays in it. Usually one statement. */
export async function takeOutOfCart(
  transaction: Transaction,
  lines: readonly OrderedCartLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const [deleted] = await transaction
    .delete(cartLines)
    .where(
      or(
        ...lines.map((line) =>
          and(eq(cartLines.id, line.id), lte(cartLines.quantity, line.quantity)),
        ),
      ),
    );
  if (deleted.affectedRows === lines.length) return;
  const ordered = sql.join(
    lines.map(
      (line) =>
        sql`when ${cartLines.id} = ${sql.param(line.id, cartLines.id)} then ${line.quantity}`,
    ),
    sql` `,
  );
  const ids = lines.map((line) => line.id);
  await transaction
    .update(cartLines)
    .set({ quantity: sql`${cartLines.quantity} - case ${ordered} end` })
    .where(inArray(cartLines.id, padInList(ids)));
}

import { refuse } from "@micro-shop/common/errors";
import { money, multiplyMoney, type MoneyValue } from "@micro-shop/common/money";
import { randomBytes } from "@micro-shop/common/random";
import { createHash } from "node:crypto";
import type { OrderContext } from "../context";
import { readCart, type CartLineRow, type CartOwner, type CartRow } from "../model/carts";
import { MAX_TOTAL_MINOR } from "../types/limits";

/** Sold in until a cart names another one by its lines. */
const DEFAULT_CURRENCY = "USD";
const TOKEN_BYTES = 16;

/** A cart as its owner sees it. */
export interface CartView extends CartRow {
  /** Of a guest's cart. */
  readonly token: string | null;
}

/** 128 random bits: nobody guesses another guest's cart. */
export function newCartToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** Owner of the guest's cart with this token. */
export function guestOwner(token: string): CartOwner {
  return { tokenHash: createHash("sha256").update(token).digest("hex") };
}

/** A signed-in user has their own cart whatever token they name; null for a guest without a token. */
export function cartOwner(
  context: OrderContext,
  cartToken: string | null | undefined,
): CartOwner | null {
  const { user } = context.caller;
  if (user) return { userId: user.id };
  return cartToken == null ? null : guestOwner(cartToken);
}

/** The caller's cart, or null when there is none. */
export async function findCart(
  context: OrderContext,
  cartToken: string | null | undefined,
): Promise<CartView | null> {
  const owner = cartOwner(context, cartToken);
  if (!owner) return null;
  const cart = await readCart(context.database.drizzle, owner);
  return cart && { ...cart, token: "tokenHash" in owner ? (cartToken ?? null) : null };
}

/** The cart after a change; NOT_FOUND when it vanished meanwhile. */
export async function requireCart(
  context: OrderContext,
  cartToken: string | null | undefined,
): Promise<CartView> {
  return (await findCart(context, cartToken)) ?? refuseUnknownCart(cartToken);
}

export function refuseUnknownCart(cartToken: string | null | undefined): never {
  const path = cartToken == null ? {} : { path: ["input", "cartToken"] };
  return refuse("NOT_FOUND", "There is no such cart.", path);
}

/** Whether the line's quantity can be bought right now. All lines of a request are asked for in one call. */
export async function isLineAvailable(context: OrderContext, line: CartLineRow): Promise<boolean> {
  const offer = await context.loaders.offer.load(line.skuId);
  return offer !== null && offer.onSale && offer.available >= line.quantity;
}

/** Today's price × quantity; null while the SKU is not on sale. */
export async function lineSubtotal(
  context: OrderContext,
  line: CartLineRow,
): Promise<MoneyValue | null> {
  const offer = await context.loaders.offer.load(line.skuId);
  return offer?.onSale === true ? multiplyMoney(offer.unitPrice, line.quantity) : null;
}

/**
 * What the selected lines that can be bought now cost, in the currency of the first of them: others cannot be ordered with
 * it and are left out. Never above the most an order may come to. So a cart can be read whatever is in it.
 */
export async function cartTotal(
  context: OrderContext,
  lines: readonly CartLineRow[],
): Promise<MoneyValue> {
  const subtotals = await Promise.all(
    lines.map(async (line) =>
      line.selected && (await isLineAvailable(context, line)) ? lineSubtotal(context, line) : null,
    ),
  );
  const buyable = subtotals.filter((subtotal) => subtotal !== null);
  const currency = buyable[0]?.currency ?? DEFAULT_CURRENCY;
  const amountMinor = buyable
    .filter((subtotal) => subtotal.currency === currency)
    .reduce((sum, subtotal) => Math.min(sum + subtotal.amountMinor, MAX_TOTAL_MINOR), 0);
  return money(amountMinor, currency);
}

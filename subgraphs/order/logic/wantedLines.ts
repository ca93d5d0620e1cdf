import { refuse } from "@micro-shop/common/errors";
import type { StockLine } from "../clients/siblings";
import type { OrderContext } from "../context";
import { readCart, type CartOwner, type OrderedCartLine } from "../model/carts";
import { MAX_QUANTITY } from "../types/limits";

/** A SKU that shall be quoted or ordered. */
export interface WantedLine extends StockLine {
  /** Its place in the client's list; null for a line of the cart. */
  readonly inputIndex: number | null;
}

/** What shall be quoted or ordered: one line a SKU. */
export interface WantedLines {
  readonly lines: readonly WantedLine[];
  /** The cart lines they came from; empty when the client named them. */
  readonly cartLines: readonly OrderedCartLine[];
}

/**
 * The lines the client named, those of one SKU added up, or else the selected lines of the cart.
 * Refuses INVALID_INPUT when a SKU comes to more than 999.
 */
export async function findWantedLines(
  context: OrderContext,
  named: readonly StockLine[] | null,
  owner: CartOwner | null,
): Promise<WantedLines> {
  if (named) return { lines: addUp(named), cartLines: [] };
  const cart = owner && (await readCart(context.database.drizzle, owner));
  const selected = cart?.lines.filter((line) => line.selected) ?? [];
  return {
    lines: selected.map(({ skuId, quantity }) => ({ skuId, quantity, inputIndex: null })),
    cartLines: selected.map(({ id, quantity }) => ({ id, quantity })),
  };
}

function addUp(named: readonly StockLine[]): WantedLine[] {
  const bySku = new Map<string, WantedLine>();
  for (const [index, { skuId, quantity }] of named.entries()) {
    const before = bySku.get(skuId);
    const sum = (before?.quantity ?? 0) + quantity;
    if (sum > MAX_QUANTITY) {
      refuse("INVALID_INPUT", `At most ${MAX_QUANTITY} of one SKU can be ordered.`, {
        path: ["input", "lines", String(index), "quantity"],
      });
    }
    bySku.set(skuId, { skuId, quantity: sum, inputIndex: before?.inputIndex ?? index });
  }
  return [...bySku.values()];
}

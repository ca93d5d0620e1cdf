import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import type { OrderContext } from "../context";
import { deleteCartLines, updateCartLineRow } from "../model/carts";
import { requireCart, type CartView } from "./cart";

export interface CartLineChange {
  readonly lineId: string;
  /** 1 to 999; absent = as it is. */
  readonly quantity?: number | null;
  readonly selected?: boolean | null;
  readonly cartToken?: string | null;
}

/** Changes a line of the caller's cart. Refuses NOT_FOUND, and INVALID_INPUT when there is nothing to change. */
export async function updateCartLine(
  context: OrderContext,
  { lineId, quantity, selected, cartToken }: CartLineChange,
): Promise<CartView> {
  if (quantity == null && selected == null) {
    refuse("INVALID_INPUT", "Name a quantity, a selection or both.", { path: ["input"] });
  }
  const cart = await requireCart(context, cartToken);
  const isChanged = await updateCartLineRow(
    context.database.drizzle,
    { id: lineId, cartId: cart.id },
    {
      ...(quantity == null ? {} : { quantity }),
      ...(selected == null ? {} : { selected }),
    },
  );
  if (!isChanged) refuseUnknownLine(["input", "lineId"]);
  return requireCart(context, cartToken);
}

export interface CartRemoval {
  readonly lineIds: readonly string[];
  readonly cartToken?: string | null;
}

/** Takes lines out of the caller's cart, all or none. Refuses NOT_FOUND when one of them is not in it. */
export async function removeFromCart(
  context: OrderContext,
  { lineIds, cartToken }: CartRemoval,
): Promise<CartView> {
  const cart = await requireCart(context, cartToken);
  const distinct = [...new Set(lineIds)].toSorted();
  await inTransaction(context.database, async (transaction) => {
    const removed = await deleteCartLines(transaction, cart.id, distinct);
    if (removed < distinct.length) refuseUnknownLine(["input", "lineIds"]);
  });
  return requireCart(context, cartToken);
}

function refuseUnknownLine(path: readonly string[]): never {
  return refuse("NOT_FOUND", "There is no such line in the cart.", { path });
}

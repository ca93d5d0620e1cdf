import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import type { OrderContext } from "../context";
import { copyCartLines, countCartLines, deleteCart, insertCart, lockCart } from "../model/carts";
import { MAX_LINES } from "../types/limits";
import { findCart, guestOwner, type CartView } from "./cart";

/**
 * Puts what is in a guest's cart into the caller's own, which is made when needed, and gives the guest's up: quantities of
 * one SKU add up to 999 at most, and what was selected in either cart is. May be repeated: an unknown token, or one that
 * was merged before, changes nothing. Null when the caller has no cart even then.
 * Refuses LIMIT_REACHED (100 lines); then both carts are as they were.
 */
export async function mergeCart(
  context: OrderContext,
  cartToken: string,
): Promise<CartView | null> {
  const owner = { userId: signedInUser(context).id };
  const at = clock.now();
  await inTransaction(context.database, async (transaction) => {
    // Always the guest's first: nobody who holds a user's cart waits for a guest's.
    const guestCartId = await lockCart(transaction, guestOwner(cartToken));
    if (guestCartId === null) return;
    await insertCart(transaction, { id: newId(), owner, at });
    const cartId = await lockCart(transaction, owner);
    if (cartId === null) throw new Error("The cart just made is missing.");
    await copyCartLines(transaction, { from: guestCartId, to: cartId, newLineId: newId });
    await deleteCart(transaction, guestCartId);
    if ((await countCartLines(transaction, cartId)) > MAX_LINES) {
      refuse("LIMIT_REACHED", `A cart holds at most ${MAX_LINES} lines.`);
    }
  });
  return findCart(context, null);
}

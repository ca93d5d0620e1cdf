import { clock } from "@micro-shop/common/clock";
import { isCheckViolation } from "@micro-shop/common/database/errors";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import { newId } from "@micro-shop/common/ids";
import type { OrderContext } from "../context";
import {
  addToCartLine,
  countCartLines,
  insertCart,
  lockCart,
  touchCart,
  type CartOwner,
} from "../model/carts";
import { MAX_LINES, MAX_QUANTITY } from "../types/limits";
import {
  cartOwner,
  guestOwner,
  newCartToken,
  refuseUnknownCart,
  requireCart,
  type CartView,
} from "./cart";

export interface CartAddition {
  readonly skuId: string;
  /** 1 to 999. */
  readonly quantity: number;
  readonly cartToken: string | null;
}

/**
 * Puts something into the caller's cart, which is made when needed; parallel adds of one SKU add up. A cart may hold more
 * than is in stock: the stock is looked at when it is quoted and taken when it is ordered.
 * Refuses NOT_FOUND (a SKU that is not on sale, an unknown token) and LIMIT_REACHED (999 a line, 100 lines).
 */
export async function addToCart(context: OrderContext, addition: CartAddition): Promise<CartView> {
  const offer = await context.loaders.offer.load(addition.skuId);
  if (!offer?.onSale) {
    refuse("NOT_FOUND", "There is no such SKU on sale.", { path: ["input", "skuId"] });
  }
  const target = targetOf(context, addition.cartToken);
  await store(context, addition, target);
  return requireCart(context, target.token);
}

interface TargetCart {
  readonly owner: CartOwner;
  readonly token: string | null;
  /** A guest's token that we did not give out must not come to name a cart. */
  readonly mayMake: boolean;
}

function targetOf(context: OrderContext, cartToken: string | null): TargetCart {
  const owner = cartOwner(context, cartToken);
  if (owner) return { owner, token: cartToken, mayMake: "userId" in owner };
  const token = newCartToken();
  return { owner: guestOwner(token), token, mayMake: true };
}

async function store(
  context: OrderContext,
  { skuId, quantity }: CartAddition,
  { owner, token, mayMake }: TargetCart,
): Promise<void> {
  const at = clock.now();
  try {
    await inTransaction(context.database, async (transaction) => {
      await (mayMake
        ? insertCart(transaction, { id: newId(), owner, at })
        : touchCart(transaction, owner, at));
      const cartId = await lockCart(transaction, owner);
      if (cartId === null) return refuseUnknownCart(token);
      await addToCartLine(transaction, { id: newId(), cartId, skuId, quantity, at });
      if ((await countCartLines(transaction, cartId)) > MAX_LINES) {
        refuse("LIMIT_REACHED", `A cart holds at most ${MAX_LINES} lines.`);
      }
    });
  } catch (error) {
    if (!isCheckViolation(error)) throw error;
    refuse("LIMIT_REACHED", `A cart holds at most ${MAX_QUANTITY} of one SKU.`, {
      path: ["input", "quantity"],
    });
  }
}

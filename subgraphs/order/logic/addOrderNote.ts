import { clock } from "@micro-shop/common/clock";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import type { OrderContext } from "../context";
import { insertOrderNote } from "../model/orderNotes";
import { findOrder, type OrderRow } from "../model/orders";

/** Writes something down about an order, for the staff alone. Refuses NOT_FOUND. */
export async function addOrderNote(
  context: OrderContext,
  { orderId, text }: { readonly orderId: string; readonly text: string },
): Promise<OrderRow> {
  const { drizzle } = context.database;
  const order = await findOrder(drizzle, orderId);
  if (!order) {
    return refuse("NOT_FOUND", "There is no such order.", { path: ["input", "orderId"] });
  }
  const authorId = signedInUser(context).id;
  await insertOrderNote(drizzle, { id: newId(), orderId, authorId, text, at: clock.now() });
  return order;
}

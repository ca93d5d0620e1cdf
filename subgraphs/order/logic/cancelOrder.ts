import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import type { OrderContext } from "../context";
import { findOrder, type OrderRow } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import { answerWithinMs } from "./answerWithin";
import { requestCancellation } from "./requestCancellation";

/** Why an order in this status is not cancelled; statuses without an entry are. */
const refusals: Readonly<Partial<Record<OrderStatus, string>>> = {
  PENDING: "The order is still being placed; try again in a moment.",
  REJECTED: "The order was never placed.",
  PARTIALLY_SHIPPED: "A part of the order has been shipped.",
  SHIPPED: "The order has been shipped.",
  DELIVERED: "The order has been delivered.",
  COMPLETED: "The order is completed.",
  EXPIRED: "The order has expired.",
};

/** Lets staff cancel the orders of others. */
const CANCEL_SCOPE = "order:cancel";

export interface Cancelling {
  readonly orderId: string;
  /** For the order's history. */
  readonly reason: string | null;
}

/**
 * Cancels an unpaid order of the caller, or of anybody for staff with order:cancel; product and marketing give back what
 * it held when they get the event. The intent is stored before anything else, so that it is carried through whatever
 * happens to this process. Usually that is done at once; while pay cannot be reached the order is answered as it is,
 * PENDING_PAYMENT, and cancelled in the background, unless it turns out to be paid. Of a paid order the wish is recorded,
 * for the staff to decide on; it is answered as it is, PAID. May be repeated.
 * Refuses NOT_FOUND, and INVALID_STATE for any other order or while a payment is under way.
 */
export async function cancelOrder(
  context: OrderContext,
  { orderId, reason }: Cancelling,
): Promise<OrderRow> {
  const order = await findCancellable(context, orderId);
  if (order.status === "CANCELLED") return order;
  const { id: requestedBy } = signedInUser(context);
  if (order.status === "PAID") {
    await requestCancellation(context, { orderId, reason, requestedBy });
    return findCancellable(context, orderId);
  }
  const actor = order.userId === requestedBy ? "CUSTOMER" : "STAFF";
  const { database, sagas, cancelling } = context;
  const saga = await inTransaction(database, (transaction) =>
    sagas.begin(transaction, cancelling, { id: newId(), data: { orderId, reason, actor } }),
  );
  const outcome = await sagas.run(saga, answerWithinMs(context));
  if (outcome.status === "UNDONE" && outcome.refusal) throw outcome.refusal;
  const after = await findCancellable(context, orderId);
  if (after.status !== "PAID") return after;
  // Who cancels a paid order shall know that it is one.
  return refuse("INVALID_STATE", "The order has just been paid.", { path: ["input", "orderId"] });
}

/** An order that the caller may cancel, and that is unpaid, paid or cancelled already. */
async function findCancellable(context: OrderContext, orderId: string): Promise<OrderRow> {
  const user = signedInUser(context);
  const path = ["input", "orderId"];
  const order = await findOrder(context.database.drizzle, orderId);
  if (!order || (order.userId !== user.id && !user.scopes.has(CANCEL_SCOPE))) {
    return refuse("NOT_FOUND", "There is no such order.", { path });
  }
  const refusal = refusals[order.status];
  return refusal === undefined ? order : refuse("INVALID_STATE", refusal, { path });
}

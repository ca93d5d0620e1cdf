import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import { runOnceYielding } from "@micro-shop/common/messaging/idempotency";
import type { OrderContext } from "../context";
import { findLiveCancellation } from "../model/cancellationRequests";
import { findLinesOfOrders, type LineQuantity } from "../model/orderLines";
import { lockOrder, type OrderRow } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import { insertShipment, sumShipped } from "../model/shipments";
import { amendOrder, changeOrder } from "./changeOrder";
import { allThatIsLeft, orderedQuantities, quantitiesLeft, takeFromLines } from "./lineQuantities";
import { findParcel, type Parcel } from "./parcel";

export interface Shipping {
  readonly orderId: string;
  /** Null = all that is left. */
  readonly lines: readonly LineQuantity[] | null;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly idempotencyKey: string;
}

/** Why nothing of an order in this status is shipped; statuses without an entry are. */
const refusals: Readonly<Partial<Record<OrderStatus, string>>> = {
  PENDING: "The order is still being placed.",
  REJECTED: "The order was never placed.",
  PENDING_PAYMENT: "The order is not paid.",
  SHIPPED: "All of the order has been shipped.",
  DELIVERED: "All of the order has been delivered.",
  COMPLETED: "The order is completed.",
  CANCELLED: "The order is cancelled.",
  EXPIRED: "The order has expired.",
};

/**
 * Ships a paid order, or a part of it, once a key: never more of a line than was bought and has not left yet. The order
 * becomes PARTIALLY_SHIPPED or, when nothing is left, SHIPPED.
 * Refuses NOT_FOUND (order, line), INVALID_STATE (not paid, all shipped, somebody wants it cancelled), QUANTITY_EXCEEDED
 * and IDEMPOTENCY_KEY_REUSED.
 */
export async function shipOrder(
  context: OrderContext,
  { idempotencyKey: key, ...input }: Shipping,
): Promise<Parcel> {
  const { id: userId } = signedInUser(context);
  const made = { shipmentId: newId() };
  const { result } = await runOnceYielding(
    context.database,
    { userId, operation: "shipOrder", key, input },
    made,
    (transaction) => ship(context, transaction, { ...input, id: made.shipmentId }),
  );
  return findParcel(context, result.shipmentId);
}

type NewParcel = Omit<Shipping, "idempotencyKey"> & { readonly id: string };

async function ship(
  { feed }: Pick<OrderContext, "feed">,
  transaction: Transaction,
  { lines: wanted, ...parcel }: NewParcel,
): Promise<void> {
  const order = await lockShippable(transaction, parcel.orderId);
  const ordered = orderedQuantities(await findLinesOfOrders(transaction, [order.id]));
  const shipped = await sumShipped(transaction, order.id);
  const left = quantitiesLeft(ordered, shipped);
  const lines = wanted === null ? allThatIsLeft(left) : takeFromLines(wanted, left, "be shipped");
  await insertShipment(transaction, { ...parcel, lines, shippedAt: clock.now() });
  const isAll = allThatIsLeft(quantitiesLeft(ordered, [...shipped, ...lines])).length === 0;
  await moveOn(feed, transaction, order, isAll);
}

/** The order, locked: what is read of its parcels and of its cancellation afterwards stays true until the commit. */
async function lockShippable(transaction: Transaction, orderId: string): Promise<OrderRow> {
  const path = ["input", "orderId"];
  const order = await lockOrder(transaction, orderId);
  if (!order) return refuse("NOT_FOUND", "There is no such order.", { path });
  const refusal = refusals[order.status];
  if (refusal !== undefined) return refuse("INVALID_STATE", refusal, { path });
  if (!(await findLiveCancellation(transaction, orderId))) return order;
  return refuse("INVALID_STATE", "The order is to be cancelled; decide on that first.", { path });
}

/** A further part of an order that was shipped in part is no change of its status. */
async function moveOn(
  feed: OrderContext["feed"],
  transaction: Transaction,
  order: OrderRow,
  isAll: boolean,
): Promise<void> {
  const to = isAll ? "SHIPPED" : "PARTIALLY_SHIPPED";
  const changes = { fulfillmentStatus: isAll ? "SHIPPED" : "PARTIAL" } as const;
  const isChanged =
    to === order.status
      ? await amendOrder(transaction, order, changes)
      : await changeOrder(transaction, feed, { from: order, to, actor: "STAFF", changes });
  if (!isChanged) throw new Error(`Order ${order.id} changed under its lock.`);
}

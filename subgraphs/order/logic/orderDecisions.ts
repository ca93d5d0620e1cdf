import type { OrderContext } from "../context";
import { findOrders, type OrderRow } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import { buryOrders } from "../model/tombstones";

/** What became of an order, for those who hold something for it. */
export type Decision = "OPEN" | "PAID" | "ABORTED";

export interface OrderDecision {
  readonly orderId: string;
  readonly decision: Decision;
}

const decisions: Readonly<Record<OrderStatus, Decision>> = {
  PENDING: "OPEN",
  REJECTED: "ABORTED",
  PENDING_PAYMENT: "OPEN",
  PAID: "PAID",
  PARTIALLY_SHIPPED: "PAID",
  SHIPPED: "PAID",
  DELIVERED: "PAID",
  COMPLETED: "PAID",
  CANCELLED: "ABORTED",
  EXPIRED: "ABORTED",
};

/**
 * Tells what became of orders, each once. An id without an order is answered ABORTED, and from then on no order with this
 * id can be placed. PAID and ABORTED are final but for a paid order that is cancelled later.
 */
export async function orderDecisions(
  { database }: Pick<OrderContext, "database">,
  orderIds: readonly string[],
): Promise<readonly OrderDecision[]> {
  const asked = [...new Set(orderIds)].toSorted();
  const found = byId(await findOrders(database.drizzle, asked));
  const unknown = asked.filter((id) => !found.has(id));
  if (unknown.length > 0) {
    await buryOrders(database.drizzle, unknown);
    // One may have been begun between the two statements; it was there first.
    for (const order of await findOrders(database.drizzle, unknown)) found.set(order.id, order);
  }
  return asked.map((orderId) => {
    const order = found.get(orderId);
    return { orderId, decision: order ? decisions[order.status] : "ABORTED" };
  });
}

function byId(rows: readonly OrderRow[]): Map<string, OrderRow> {
  return new Map(rows.map((row) => [row.id, row]));
}

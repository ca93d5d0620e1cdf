import type { IdMaker } from "../core/ids";
import { SECOND_MS, after } from "../core/time";
import { isLive } from "../orders/settle";
import type { DemoOrder } from "../types/orders";
import type { DemoReservation } from "../types/stock";

/** What became of an order's hold on its goods. */
function settlementOf(order: DemoOrder): Pick<DemoReservation, "status" | "settledAt"> {
  if (order.paidAt) return { status: "COMMITTED", settledAt: after(order.paidAt, SECOND_MS) };
  return isLive(order)
    ? { status: "RESERVED", settledAt: null }
    : { status: "RELEASED", settledAt: order.updatedAt };
}

/** One row per line of every order that was not rejected; an order never has two lines of one SKU. */
export function reserveForOrders(orders: readonly DemoOrder[], newId: IdMaker): DemoReservation[] {
  return orders.flatMap((order) => {
    const expiresAt = order.expiresAt;
    if (!expiresAt) return [];
    const isReturned = order.paidAt !== null && order.status === "CANCELLED";
    return order.lines.map((line): DemoReservation => ({
      id: newId(order.createdAt),
      kind: "ORDER",
      referenceId: order.id,
      skuId: line.skuId,
      quantity: line.quantity,
      restockedQuantity: isReturned ? line.quantity : 0,
      ...settlementOf(order),
      createdAt: order.createdAt,
      expiresAt,
    }));
  });
}

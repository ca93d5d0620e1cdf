import { toMoney } from "@micro-shop/common/graphql/types/money.type";
import { money } from "@micro-shop/common/money";
import type { LineQuantity, OrderedLine } from "../model/orderLines";
import type { OrderRow } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import type { OrderLineQuantityInput } from "../types/fulfilment.input";
import type { Order } from "../types/order.type";
import type { OrderLine } from "../types/orderLine.type";

/** An order has no price before it is placed. */
const unpriced: ReadonlySet<OrderStatus> = new Set(["PENDING", "REJECTED"]);

/** The schema's view of an order; lists of its own are resolved when they are asked for. */
export function toOrder(row: OrderRow): Order {
  const isPriced = !unpriced.has(row.status);
  const amount = (amountMinor: number) =>
    isPriced ? toMoney(money(amountMinor, row.currency)) : null;
  return {
    id: row.id,
    orderNo: row.orderNo,
    status: row.status,
    paymentStatus: row.paymentStatus,
    fulfillmentStatus: row.fulfillmentStatus,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    items: amount(row.itemsMinor),
    discount: amount(row.discountMinor),
    adjustment: amount(row.adjustmentMinor),
    shipping: amount(row.shippingMinor),
    tax: amount(row.taxMinor),
    total: amount(row.totalMinor),
    address: row.address,
    buyer: { id: row.userId },
    couponUsed: row.couponId === null ? null : { id: row.couponId },
  };
}

/** The schema's view of a line. */
export function toOrderLine(row: OrderedLine): OrderLine {
  return {
    id: row.id,
    quantity: row.quantity,
    unitPrice: toMoney(money(row.unitPriceMinor, row.currency)),
    discount: toMoney(money(row.discountMinor, row.currency)),
    name: row.name,
    sku: { id: row.skuId },
    product: { id: row.productId },
  };
}

/** Plain lines of an input's own. */
export function toLineQuantities(lines: readonly OrderLineQuantityInput[]): LineQuantity[] {
  return lines.map(({ orderLineId, quantity }) => ({ orderLineId, quantity }));
}

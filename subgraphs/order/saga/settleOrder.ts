import type { Transaction } from "@micro-shop/common/database/pool";
import type { Refusal, Refusals } from "@micro-shop/common/errors";
import { newId } from "@micro-shop/common/ids";
import { refusalsOf } from "@micro-shop/common/messaging/outcome";
import { changeOrder } from "../logic/changeOrder";
import type { OrderFeed } from "../logic/orderFeed";
import { abortedRefusal } from "../logic/orderRefusals";
import { takeOutOfCart } from "../model/carts";
import { insertOrderLines, type OrderLineRow } from "../model/orderLines";
import type { OrderChanges, OrderState } from "../model/orders";
import type { PlacedOrder } from "./placeOrder";

/** Every order is in this state while its saga runs, and nothing else changes it. */
const pending = (orderId: string): OrderState => ({ id: orderId, status: "PENDING", version: 0 });

/** The columns an order gets when it is placed. */
export function placedColumns(placed: PlacedOrder): OrderChanges {
  const { price } = placed;
  return {
    currency: price.currency,
    itemsMinor: price.itemsMinor,
    discountMinor: price.discountMinor,
    shippingMinor: price.shippingMinor,
    taxMinor: price.taxMinor,
    totalMinor: price.totalMinor,
    address: placed.address,
    couponId: placed.couponId,
    paymentId: placed.paymentId,
  };
}

/** PENDING → PENDING_PAYMENT with lines and event, and out of the cart what was ordered. */
export async function publishOrder(
  transaction: Transaction,
  feed: Pick<OrderFeed, "wake">,
  orderId: string,
  placed: PlacedOrder,
): Promise<void> {
  const isPublished = await changeOrder(transaction, feed, {
    from: pending(orderId),
    to: "PENDING_PAYMENT",
    actor: "CUSTOMER",
    changes: placedColumns(placed),
  });
  if (!isPublished) throw new Error(`Order ${orderId} is not being placed.`);
  await insertOrderLines(transaction, lineRows(orderId, placed));
  await takeOutOfCart(transaction, placed.cartLines);
}

/** PENDING → REJECTED with the reason, for repeats of the request. */
export async function rejectOrder(
  transaction: Transaction,
  feed: Pick<OrderFeed, "wake">,
  orderId: string,
  refusal: Refusal | Refusals | null,
): Promise<void> {
  const isRejected = await changeOrder(transaction, feed, {
    from: pending(orderId),
    to: "REJECTED",
    actor: "SYSTEM",
    changes: { rejection: refusalsOf(refusal ?? abortedRefusal()) },
  });
  if (!isRejected) throw new Error(`Order ${orderId} is not being placed.`);
}

function lineRows(orderId: string, { lines, price }: PlacedOrder): OrderLineRow[] {
  return lines.map(({ offer, quantity }, position) => ({
    id: newId(),
    orderId,
    position,
    skuId: offer.skuId,
    productId: offer.productId,
    skuCode: offer.code,
    name: offer.name,
    quantity,
    unitPriceMinor: offer.unitPrice.amountMinor,
    discountMinor: price.lines[position]?.discountMinor ?? 0,
    adjustmentMinor: 0,
    taxMinor: price.lines[position]?.taxMinor ?? 0,
    reviewedAt: null,
  }));
}

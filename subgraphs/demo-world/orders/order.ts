import { need } from "../core/groups";
import type { IdMaker } from "../core/ids";
import type { DemoRandom } from "../core/random";
import { HOUR_MS, MINUTE_MS, after, inTenYears } from "../core/time";
import type { People } from "../people/people";
import type { DemoFlashTicket } from "../types/marketing";
import type { DemoCoupon } from "../types/marketing";
import type {
  DemoCancellationRequest,
  DemoOrder,
  DemoOrderEvent,
  DemoOrderLine,
} from "../types/orders";
import type { BasketLine } from "./basket";
import { type OrderOutcome, outcomeRules } from "./outcomes";
import type { OrderPlan } from "./plans";
import type { OrderPrice } from "./pricing";
import { createShipments } from "./shipments";
import { createEvents, reachedAt } from "./timeline";

/** An unpaid order expires half an hour after it was placed. */
const PAYMENT_WINDOW_MS = 30 * MINUTE_MS;

export interface OrderSources {
  readonly now: Date;
  readonly random: DemoRandom;
  readonly newId: IdMaker;
  readonly people: People;
}

export interface OrderParts {
  readonly plan: OrderPlan;
  /** From 1, over all orders. */
  readonly sequence: number;
  readonly basket: readonly BasketLine[];
  readonly price: OrderPrice;
  readonly shippingMethod: string;
  readonly coupon: DemoCoupon | null;
  readonly ticket: DemoFlashTicket | null;
}

const orderNoOf = (placedAt: Date, sequence: number): string =>
  `MS${placedAt.toISOString().slice(2, 10).replaceAll("-", "")}-${String(sequence).padStart(5, "0")}`;

function paymentStatusOf(outcome: OrderOutcome, paidAt: Date | null): DemoOrder["paymentStatus"] {
  if (!paidAt) return "UNPAID";
  if (outcome === "CANCELLED_REFUNDED") return "REFUNDED";
  return outcome === "PARTIALLY_REFUNDED" ? "PARTIALLY_REFUNDED" : "PAID";
}

function fulfillmentStatusOf(events: readonly DemoOrderEvent[]): DemoOrder["fulfillmentStatus"] {
  if (reachedAt(events, "DELIVERED")) return "DELIVERED";
  if (reachedAt(events, "SHIPPED")) return "SHIPPED";
  return reachedAt(events, "PARTIALLY_SHIPPED") ? "PARTIAL" : "UNFULFILLED";
}

function cancellationOf(
  outcome: OrderOutcome,
  events: readonly DemoOrderEvent[],
  { newId, people }: OrderSources,
): DemoCancellationRequest | null {
  const paidAt = reachedAt(events, "PAID");
  const isWaiting = outcome === "CANCELLATION_REQUESTED";
  if (!paidAt || (!isWaiting && outcome !== "CANCELLED_REFUNDED")) return null;
  const requestedAt = after(paidAt, HOUR_MS);
  return {
    id: newId(requestedAt),
    reason: "I ordered the wrong size.",
    requestedAt,
    resolvedAt: isWaiting ? null : reachedAt(events, "CANCELLED"),
    resolvedBy: isWaiting ? null : people.staff.id,
    approved: isWaiting ? null : true,
  };
}

function linesOf({ basket, price, plan }: OrderParts, newId: IdMaker): DemoOrderLine[] {
  return basket.map(({ product, sku, quantity, unitPriceMinor }, position) => ({
    id: newId(plan.placedAt),
    position,
    skuId: sku.id,
    productId: product.id,
    skuCode: sku.code,
    name: product.name,
    options: sku.options,
    imageUrl: product.media[0]?.url ?? "/media/products/none.webp",
    quantity,
    unitPriceMinor,
    discountMinor: price.lineDiscounts[position] ?? 0,
  }));
}

/** Puts an order together from what was decided about it. */
export function createOrder(parts: OrderParts, sources: OrderSources): DemoOrder {
  const { now, random, newId, people } = sources;
  const { plan, sequence, price, coupon, ticket } = parts;
  const { outcome, placedAt, buyer } = plan;
  const { status } = outcomeRules[outcome];
  const id = newId(placedAt);
  const lines = linesOf(parts, newId);
  const events = createEvents(outcome, placedAt, random, newId);
  const paidAt = reachedAt(events, "PAID");
  const isRejected = status === "REJECTED";
  const address = need(people.defaultAddress, buyer.id);
  const payWithin =
    status === "PENDING_PAYMENT" ? inTenYears(now) : after(placedAt, PAYMENT_WINDOW_MS);
  return {
    id,
    orderNo: orderNoOf(placedAt, sequence),
    userId: buyer.id,
    idempotencyKey: `demo-order-${sequence}`,
    status,
    paymentStatus: paymentStatusOf(outcome, paidAt),
    fulfillmentStatus: fulfillmentStatusOf(events),
    version: isRejected ? 1 : events.length,
    currency: "USD",
    itemsMinor: price.itemsMinor,
    discountMinor: price.discountMinor,
    shippingMinor: price.shippingMinor,
    taxMinor: price.taxMinor,
    totalMinor: price.totalMinor,
    shippingMethod: parts.shippingMethod,
    address: {
      recipient: address.recipient,
      phone: address.phone,
      country: address.country,
      region: address.region,
      city: address.city,
      line1: address.line1,
      line2: address.line2,
      postalCode: address.postalCode,
    },
    couponId: coupon?.id ?? null,
    flashTicketId: ticket?.id ?? null,
    paymentId: isRejected ? null : newId(placedAt),
    rejection: isRejected
      ? { code: "INSUFFICIENT_STOCK", message: "Not enough of this is in stock." }
      : null,
    cancellation: cancellationOf(outcome, events, sources),
    lines,
    events,
    shipments: createShipments(lines, events, random, newId),
    createdAt: placedAt,
    updatedAt: events.at(-1)?.at ?? placedAt,
    expiresAt: isRejected ? null : payWithin,
    paidAt,
  };
}

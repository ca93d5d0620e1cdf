import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import { runOnceYielding } from "@micro-shop/common/messaging/idempotency";
import { refusalError } from "@micro-shop/common/messaging/outcome";
import type { SagaOutcome } from "@micro-shop/common/messaging/saga";
import type { StartedSaga } from "@micro-shop/common/messaging/sagaEngine";
import { randomFraction } from "@micro-shop/common/random";
import type { StockLine } from "../clients/siblings";
import type { OrderContext } from "../context";
import { findOrder, insertOrder, type OrderRow } from "../model/orders";
import { placedOrder, type PlaceOrderData } from "../saga/placeOrder";
import { placedColumns } from "../saga/settleOrder";
import { answerWithinMs } from "./answerWithin";
import { newOrderNo } from "./orderNo";
import { abortedRefusal, emptyOrderRefusal, shippingMethodRefusal } from "./orderRefusals";
import { findShippingMethod } from "./shippingMethods";
import { findWantedLines, type WantedLines } from "./wantedLines";

/** How often a repeat looks whether another instance has placed its order: the first time soon, then ever less often. */
const FIRST_LOOK_MS = 100;
const LONGEST_LOOK_MS = 1_000;

export interface Placement {
  readonly idempotencyKey: string;
  /** Null = the selected lines of the cart. */
  readonly lines: readonly StockLine[] | null;
  readonly addressId: string;
  readonly shippingMethod: string | null;
  readonly couponId: string | null;
  readonly expectedTotalMinor: number | null;
}

/** Nothing is kept of a request without lines, so that the buyer can fill the cart and use the key again. */
class NothingToOrder extends Error {}

/**
 * Places an order for the caller, once for each (user, key): a repeat answers the same order or the same refusals.
 * Answers it PENDING when that takes longer than 3 s. Refuses with what the saga's steps refuse, EMPTY_ORDER,
 * INVALID_INPUT for an unknown shipping method and IDEMPOTENCY_KEY_REUSED.
 */
export async function placeOrder(context: OrderContext, placement: Placement): Promise<OrderRow> {
  const { id: userId } = signedInUser(context);
  const method = findShippingMethod(placement.shippingMethod);
  if (!method) throw shippingMethodRefusal();
  const wanted = await findWantedLines(context, placement.lines, { userId });
  const order = pendingOrder(userId, method.code, context.paymentWindowMs);
  const { idempotencyKey: key, ...input } = placement;
  const begun: { saga: StartedSaga<PlaceOrderData> | null } = { saga: null };
  const { result } = await runOnceYielding(
    context.database,
    { userId, operation: "placeOrder", key, input },
    { orderId: order.id },
    async (transaction) => {
      if (wanted.lines.length === 0) throw new NothingToOrder();
      begun.saga = await begin(context, transaction, { order, placement, wanted });
    },
  ).catch((error: unknown) => {
    if (error instanceof NothingToOrder) throw emptyOrderRefusal();
    throw error;
  });
  // Ours also when the connection broke at COMMIT and the row was found by reading back.
  if (result.orderId !== order.id || !begun.saga) return awaitOrder(context, result.orderId);
  const outcome = await context.sagas.run(begun.saga, answerWithinMs(context));
  return orderAfter(order, outcome);
}

function pendingOrder(userId: string, shippingMethod: string, paymentWindowMs: number): OrderRow {
  const now = clock.now();
  return {
    id: newId(),
    orderNo: newOrderNo(now),
    userId,
    status: "PENDING",
    paymentStatus: "UNPAID",
    fulfillmentStatus: "UNFULFILLED",
    version: 0,
    currency: "USD",
    itemsMinor: 0,
    discountMinor: 0,
    adjustmentMinor: 0,
    shippingMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    refundedMinor: 0,
    shippingMethod,
    address: null,
    couponId: null,
    flashTicketId: null,
    paymentId: null,
    rejection: null,
    createdAt: now,
    updatedAt: now,
    expiresAt: new Date(now.getTime() + paymentWindowMs),
    expiryCheckedAt: null,
    paidAt: null,
    deliveredAt: null,
  };
}

interface Beginning {
  readonly order: OrderRow;
  readonly placement: Placement;
  readonly wanted: WantedLines;
}

/** The durable point: from its commit on the order is either placed or undone. */
async function begin(
  { sagas, placing }: OrderContext,
  transaction: Transaction,
  { order, placement, wanted }: Beginning,
): Promise<StartedSaga<PlaceOrderData>> {
  await insertOrder(transaction, order);
  return sagas.begin(transaction, placing, {
    id: order.id,
    data: {
      userId: order.userId,
      addressId: placement.addressId,
      lines: wanted.lines,
      cartLines: wanted.cartLines,
      shippingMethod: order.shippingMethod,
      couponId: placement.couponId,
      expectedTotalMinor: placement.expectedTotalMinor,
      expiresAt: (order.expiresAt ?? order.createdAt).toISOString(),
    },
  });
}

/** The order as the saga left it, without reading it again. */
function orderAfter(order: OrderRow, outcome: SagaOutcome<PlaceOrderData>): OrderRow {
  if (outcome.status === "PENDING") return order;
  if (outcome.status === "UNDONE") throw outcome.refusal ?? abortedRefusal();
  const columns = placedColumns(placedOrder(outcome.data));
  return { ...order, ...columns, status: "PENDING_PAYMENT", version: 1 };
}

/** The order of an earlier request with the same key, once it is placed or refused; PENDING when that takes too long. */
async function awaitOrder(context: OrderContext, orderId: string): Promise<OrderRow> {
  const end = performance.now() + answerWithinMs(context);
  // Begun before the first look, so that no change falls between the two.
  const watch = context.feed.watch(orderId);
  try {
    for (let look = 0; ; look++) {
      const order = await findOrder(context.database.drizzle, orderId);
      if (!order) throw new Error(`Order ${orderId} of an idempotency key is missing.`);
      if (order.status === "REJECTED") throw refusalError(order.rejection ?? []);
      const leftMs = Math.min(end - performance.now(), context.deadline.remainingMs());
      if (order.status !== "PENDING" || leftMs <= 0) return order;
      // Half of it is chance: many who wait after a fault must not all look at once.
      const pauseMs = Math.min(LONGEST_LOOK_MS, FIRST_LOOK_MS * 2 ** look);
      await watch.wait(Math.min(leftMs, (pauseMs * (1 + randomFraction())) / 2));
    }
  } finally {
    watch.end();
  }
}

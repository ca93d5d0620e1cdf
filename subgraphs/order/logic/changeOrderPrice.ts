import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import { runOnceYielding } from "@micro-shop/common/messaging/idempotency";
import { refusalError } from "@micro-shop/common/messaging/outcome";
import type { StartedSaga } from "@micro-shop/common/messaging/sagaEngine";
import { formatMoney, money } from "@micro-shop/common/money";
import type { OrderContext } from "../context";
import { findLinesOfOrders, type OrderedLine } from "../model/orderLines";
import { findOrder, lockOrder, type OrderRow } from "../model/orders";
import { findLivePriceChange, findPriceChange, insertPriceChange } from "../model/priceChanges";
import type { ChangePriceData } from "../saga/changePrice";
import { answerWithinMs } from "./answerWithin";
import { priceChangedRefusal } from "./orderRefusals";
import { adjustPrice, type AdjustedPrice } from "./pricing";

export interface PriceChange {
  readonly orderId: string;
  /** The total it starts from, as whoever changes it has seen it. */
  readonly expectedTotalMinor: number;
  /** What to take off the goods, before tax; 1 or more. */
  readonly discountMinor: number;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/**
 * Takes an amount off the price of an order that waits for its payment, once a key. Never adds one: so nobody pays more than
 * they have seen, whatever they looked at last. Pay is told before the order shows it, usually at once; an order that is
 * answered as it was gets its new price in the background, unless it turns out to be paid.
 * Refuses NOT_FOUND; INVALID_STATE for any other order, while a payment or another change is under way, and when the order
 * was paid or ended meanwhile; PRICE_CHANGED; LIMIT_REACHED when less than one minor unit would be left to pay; and
 * IDEMPOTENCY_KEY_REUSED.
 */
export async function changeOrderPrice(
  context: OrderContext,
  { idempotencyKey: key, ...input }: PriceChange,
): Promise<OrderRow> {
  const { database, sagas } = context;
  const { id: userId } = signedInUser(context);
  const made = { changeId: newId() };
  const begun: { saga?: StartedSaga<ChangePriceData> } = {};
  const { result } = await runOnceYielding(
    database,
    { userId, operation: "changeOrderPrice", key, input },
    made,
    async (transaction) => {
      begun.saga = await begin(context, transaction, { ...input, id: made.changeId, userId });
    },
  );
  // Ours also when the connection broke at COMMIT and the row was found by reading back.
  const isOurs = result.changeId === made.changeId;
  if (isOurs && begun.saga) await sagas.run(begun.saga, answerWithinMs(context));
  const change = await findPriceChange(database.drizzle, result.changeId);
  if (change?.status === "REFUSED") throw refusalError(change.refusal ?? []);
  const order = await findOrder(database.drizzle, input.orderId);
  return order ?? refuseUnknown();
}

const path = ["input", "orderId"];

interface NewChange extends Omit<PriceChange, "idempotencyKey"> {
  readonly id: string;
  readonly userId: string;
}

async function begin(
  { sagas, changingPrice }: OrderContext,
  transaction: Transaction,
  { id, userId, orderId, reason, discountMinor, expectedTotalMinor }: NewChange,
): Promise<StartedSaga<ChangePriceData>> {
  const order = await lockChangeable(transaction, orderId);
  const { currency, totalMinor: fromMinor } = order;
  if (fromMinor !== expectedTotalMinor) {
    throw priceChangedRefusal(money(expectedTotalMinor, currency), money(fromMinor, currency));
  }
  const lines = await findLinesOfOrders(transaction, [orderId]);
  const price = adjusted(order, lines, discountMinor);
  const { totalMinor } = price;
  await insertPriceChange(transaction, {
    id,
    orderId,
    liveOrderId: orderId,
    status: "PENDING",
    discountMinor,
    fromMinor,
    totalMinor,
    reason,
    changedBy: userId,
    requestedAt: clock.now(),
  });
  return sagas.begin(transaction, changingPrice, {
    id,
    data: {
      orderId,
      fromMinor,
      price: {
        discountMinor: price.discountMinor,
        adjustmentMinor: order.adjustmentMinor + discountMinor,
        taxMinor: price.taxMinor,
        totalMinor,
      },
      lines: lines.map((line, index) => ({
        id: line.id,
        discountMinor: line.discountMinor + (price.lines[index]?.adjustmentMinor ?? 0),
        adjustmentMinor: line.adjustmentMinor + (price.lines[index]?.adjustmentMinor ?? 0),
        taxMinor: price.lines[index]?.taxMinor ?? 0,
      })),
    },
  });
}

/** The order, locked: nobody else begins to change its price before the commit. */
async function lockChangeable(transaction: Transaction, orderId: string): Promise<OrderRow> {
  const order = await lockOrder(transaction, orderId);
  if (!order || order.status === "REJECTED") return refuseUnknown();
  if (order.status !== "PENDING_PAYMENT") {
    return refuse(
      "INVALID_STATE",
      "Only the price of an order that waits for its payment changes.",
      {
        path,
      },
    );
  }
  if (order.expiresAt !== null && order.expiresAt <= clock.now()) {
    return refuse("INVALID_STATE", "The time to pay this order is over.", { path });
  }
  if (await findLivePriceChange(transaction, orderId)) {
    return refuse("INVALID_STATE", "The price of this order is being changed.", { path });
  }
  return order;
}

/** What is free needs no payment, and so no order that waits for one: something is always left to pay. */
function adjusted(
  order: OrderRow,
  lines: readonly OrderedLine[],
  discountMinor: number,
): AdjustedPrice {
  const { currency, itemsMinor, shippingMinor, address: destination } = order;
  const goodsMinor = itemsMinor - order.discountMinor;
  const most = shippingMinor > 0 ? goodsMinor : goodsMinor - 1;
  if (discountMinor > most) {
    const amount = formatMoney(money(Math.max(0, most), currency));
    return refuse("LIMIT_REACHED", `At most ${amount} can be taken off this order.`, {
      path: ["input", "discountMinor"],
    });
  }
  const terms = { currency, lines, destination, shippingMinor };
  const price = adjustPrice({ ...terms, adjustmentMinor: discountMinor });
  if (price.totalMinor < order.totalMinor) return price;
  // The tax table has changed since it was placed.
  return refuse("INVALID_STATE", "With today's tax the order would not become cheaper.", { path });
}

function refuseUnknown(): never {
  return refuse("NOT_FOUND", "There is no such order.", { path });
}

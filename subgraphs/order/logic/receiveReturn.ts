import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { appendEvent } from "@micro-shop/common/messaging/outbox";
import { money, sumMoney } from "@micro-shop/common/money";
import type { LineQuantity, OrderedLine } from "../model/orderLines";
import { findLinesOfOrders } from "../model/orderLines";
import { findReturnsOfOrders, fixLineRefunds, type ReturnRow } from "../model/returns";
import { returnRefunds } from "./returnRefund";

export interface ReceivedReturn {
  /** REFUNDED at once when nothing was paid for the goods. */
  readonly status: "RECEIVED" | "REFUNDED";
  readonly receivedAt: Date;
  readonly isRestocked: boolean;
  readonly refundMinor: number;
  readonly refundedAt: Date | null;
}

/**
 * Goods of a return came in: fixes what goes back for each line, and tells product of them when they can be sold again.
 * Answers what changes of the return itself. To be called under the lock of its order.
 */
export async function receiveReturn(
  transaction: Transaction,
  row: ReturnRow,
  isRestocked: boolean,
): Promise<ReceivedReturn> {
  const lines = await findLinesOfOrders(transaction, [row.orderId]);
  const refunds = returnRefunds(lines, await cameInBefore(transaction, row), row.lines);
  await fixLineRefunds(transaction, row.id, refunds);
  if (isRestocked) await tellProduct(transaction, row, lines);
  const amounts = refunds.map((refund) => money(refund.refundMinor, row.currency));
  const refundMinor = sumMoney(amounts, row.currency).amountMinor;
  const receivedAt = clock.now();
  const isFree = refundMinor === 0;
  return {
    status: isFree ? "REFUNDED" : "RECEIVED",
    receivedAt,
    isRestocked,
    refundMinor,
    refundedAt: isFree ? receivedAt : null,
  };
}

/** What of each line came in by earlier returns: their amounts are fixed, and this one's begins where they end. */
async function cameInBefore(transaction: Transaction, row: ReturnRow): Promise<LineQuantity[]> {
  const sums = new Map<string, number>();
  for (const { receivedAt, lines } of await findReturnsOfOrders(transaction, [row.orderId])) {
    if (receivedAt === null) continue;
    for (const { orderLineId, quantity } of lines) {
      sums.set(orderLineId, (sums.get(orderLineId) ?? 0) + quantity);
    }
  }
  return [...sums].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
}

async function tellProduct(
  transaction: Transaction,
  row: ReturnRow,
  lines: readonly OrderedLine[],
): Promise<void> {
  const skus = new Map(lines.map(({ id, skuId }) => [id, skuId]));
  await appendEvent(transaction, "stock.returned", {
    returnId: row.id,
    orderId: row.orderId,
    lines: row.lines.flatMap(({ orderLineId, quantity }) => {
      const skuId = skus.get(orderLineId);
      return skuId === undefined ? [] : [{ skuId, quantity }];
    }),
  });
}

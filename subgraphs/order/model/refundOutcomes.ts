import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import type { Currency } from "@micro-shop/common/money";
import { asc, eq, getTableColumns, inArray } from "drizzle-orm";
import { orders, refundOutcomes } from "./tables";

/** With the currency of its order. */
export interface RefundOutcomeRow extends NewRefundOutcome {
  readonly currency: Currency;
}

export type NewRefundOutcome = typeof refundOutcomes.$inferSelect;

export async function insertRefundOutcome(
  transaction: Transaction,
  outcome: NewRefundOutcome,
): Promise<void> {
  await transaction.insert(refundOutcomes).values(outcome);
}

/** How refunds of orders ended, in the order in which it was heard; one statement. */
export async function findRefundOutcomesOfOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<RefundOutcomeRow[]> {
  return executor
    .select({ ...getTableColumns(refundOutcomes), currency: orders.currency })
    .from(refundOutcomes)
    .innerJoin(orders, eq(orders.id, refundOutcomes.orderId))
    .where(inArray(refundOutcomes.orderId, padInList(orderIds)))
    .orderBy(asc(refundOutcomes.id));
}

import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { Logger } from "@micro-shop/common/log";
import type { Job } from "@micro-shop/common/server/job";
import { repeat } from "@micro-shop/common/server/repeat";
import type { OrderContext } from "../context";
import { changeOrder } from "../logic/changeOrder";
import { completeOrder } from "../logic/completeOrder";
import { findOrdersDeliveredBefore, lockOrder } from "../model/orders";
import { findOrdersShippedBefore } from "../model/shipments";

const DAY_MS = 24 * 60 * 60 * 1_000;
const INTERVAL_MS = 60_000;

export interface CompletionOptions {
  /** How long after its delivery an order is completed without its buyer. */
  readonly afterDays: number;
  /** How long after its last parcel left an order is completed of which nobody ever said that it arrived. */
  readonly afterShippedDays: number;
  /** Orders read at once, default 100. */
  readonly batchSize?: number;
}

type Tools = Pick<OrderContext, "database" | "feed">;

/** The job that completes what buyers do not confirm. Any number of instances may run it. */
export function orderCompletion(tools: Tools, log: Logger, options: CompletionOptions): Job {
  return repeat({ name: "completion of orders", intervalMs: INTERVAL_MS, log }, async () => {
    const completed = await completeOrders(tools, options);
    if (completed > 0) log.info({ completed }, "delivered and long shipped orders completed");
  });
}

/** One round over all orders whose time is over, each in a transaction of its own. Answers how many it completed. */
export async function completeOrders(tools: Tools, options: CompletionOptions): Promise<number> {
  return (await completeDelivered(tools, options)) + (await completeShipped(tools, options));
}

/** The parcels of an order may be delivered, or its buyer may confirm, between the look and the lock. */
async function completeShipped(
  { database, feed }: Tools,
  { afterShippedDays, batchSize = 100 }: CompletionOptions,
): Promise<number> {
  const end = daysAgo(afterShippedDays);
  let completed = 0;
  for (;;) {
    const due = await findOrdersShippedBefore(database.drizzle, end, batchSize);
    for (const id of due) {
      const isCompleted = await inTransaction(database, async (transaction) => {
        const order = await lockOrder(transaction, id);
        if (order?.status !== "SHIPPED") return false;
        await completeOrder(feed, transaction, order, "SYSTEM");
        return true;
      });
      if (isCompleted) completed += 1;
    }
    if (due.length < batchSize) return completed;
  }
}

function daysAgo(days: number): Date {
  return new Date(clock.now().getTime() - days * DAY_MS);
}

async function completeDelivered(
  { database, feed }: Tools,
  { afterDays, batchSize = 100 }: CompletionOptions,
): Promise<number> {
  const end = daysAgo(afterDays);
  let completed = 0;
  for (;;) {
    const due = await findOrdersDeliveredBefore(database.drizzle, end, batchSize);
    for (const from of due) {
      const change = { from, to: "COMPLETED", actor: "SYSTEM" } as const;
      // False: its buyer, or another instance, was faster.
      const isCompleted = await inTransaction(database, (transaction) =>
        changeOrder(transaction, feed, change),
      );
      if (isCompleted) completed += 1;
    }
    if (due.length < batchSize) return completed;
  }
}

import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { Logger } from "@micro-shop/common/log";
import type { Job } from "@micro-shop/common/server/job";
import { repeat } from "@micro-shop/common/server/repeat";
import type { OrderContext } from "../context";
import { changeOrder } from "../logic/changeOrder";
import { findOrdersDeliveredBefore } from "../model/orders";

const DAY_MS = 24 * 60 * 60 * 1_000;
const INTERVAL_MS = 60_000;

export interface CompletionOptions {
  /** How long after its delivery an order is completed without its buyer. */
  readonly afterDays: number;
  /** Orders read at once, default 100. */
  readonly batchSize?: number;
}

type Tools = Pick<OrderContext, "database" | "feed">;

/** The job that completes what buyers do not confirm. Any number of instances may run it. */
export function orderCompletion(tools: Tools, log: Logger, options: CompletionOptions): Job {
  return repeat({ name: "completion of orders", intervalMs: INTERVAL_MS, log }, async () => {
    const completed = await completeOrders(tools, options);
    if (completed > 0) log.info({ completed }, "delivered orders completed");
  });
}

/** One round over all orders whose time is over, each in a transaction of its own. Answers how many it completed. */
export async function completeOrders(
  { database, feed }: Tools,
  { afterDays, batchSize = 100 }: CompletionOptions,
): Promise<number> {
  const end = new Date(clock.now().getTime() - afterDays * DAY_MS);
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

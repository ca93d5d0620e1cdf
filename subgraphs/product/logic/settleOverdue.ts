import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { OrderDecisions } from "../clients/orderDecisions";
import { findOverdueOrders } from "../model/reservations";
import { commitStock } from "./commitStock";
import { releaseOrderStock } from "./releaseStock";

/** What order answers in one call. */
const PAGE = 100;

/** How long after the end of a reservation its order has had to tell by itself what became of it. */
const PATIENCE_MS = 60_000;

export interface OverdueTools {
  readonly database: Database;
  readonly orders: OrderDecisions;
}

/**
 * Asks order what became of the orders that still hold stock after their time, and releases or sells what is decided; it
 * is for order alone to decide. What is still open stays held. Answers how many orders it settled.
 */
export async function settleOverdue({ database, orders }: OverdueTools): Promise<number> {
  const before = new Date(clock.now().getTime() - PATIENCE_MS);
  let settled = 0;
  let afterId: string | null = null;
  for (;;) {
    const ids: readonly string[] = await findOverdueOrders(database.drizzle, {
      before,
      afterId,
      limit: PAGE,
    });
    for (const { orderId, decision } of ids.length === 0 ? [] : await orders.ask(ids)) {
      if (decision === "OPEN") continue;
      const settle = decision === "PAID" ? commitStock : releaseOrderStock;
      await inTransaction(database, (transaction) => settle(transaction, orderId));
      settled += 1;
    }
    afterId = ids.at(-1) ?? null;
    if (ids.length < PAGE) return settled;
  }
}

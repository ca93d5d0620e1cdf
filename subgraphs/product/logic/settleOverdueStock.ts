import type { Database } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { OrderDecisions } from "@micro-shop/common/messaging/askOrderDecisions";
import { settleOverdue } from "@micro-shop/common/messaging/settleOverdue";
import { findOverdueOrders } from "../model/reservations";
import { commitStock } from "./commitStock";
import { releaseOrderStock } from "./releaseStock";

/** How long after the end of a reservation its order has had to tell by itself what became of it. */
const PATIENCE_MS = 60_000;

export interface OverdueTools {
  readonly database: Database;
  readonly orders: OrderDecisions;
}

/** Releases or sells, as order decided, what is reserved after its time. Answers how many orders it settled. */
export function settleOverdueStock({ database, orders }: OverdueTools): Promise<number> {
  return settleOverdue({
    orders,
    patienceMs: PATIENCE_MS,
    find: (question) => findOverdueOrders(database.drizzle, question),
    settle: async (orderId, decision) => {
      const settle = decision === "PAID" ? commitStock : releaseOrderStock;
      await inTransaction(database, (transaction) => settle(transaction, orderId));
    },
  });
}

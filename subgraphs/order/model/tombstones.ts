import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { clock } from "@micro-shop/common/clock";
import { sql } from "drizzle-orm";
import { saga } from "./tables";

/**
 * Makes sure that no order with one of these ids can be placed any more: the saga that places an order has its id, so a
 * saga that has ended already stands in its way. Where there is one nothing happens. Waits for a placement that is just
 * being begun. One statement.
 */
export async function buryOrders(
  executor: DatabaseExecutor,
  orderIds: readonly string[],
): Promise<void> {
  const at = clock.now();
  const rows = orderIds.map((id) => ({
    id,
    kind: "placeOrder",
    status: "UNDONE" as const,
    step: 0,
    data: {},
    refusals: null,
    version: 1,
    leaseOwner: null,
    nextRunAt: null,
    attempts: 0,
    deadlineAt: at,
    createdAt: at,
  }));
  // Not IGNORE, which would also pass over rows that cannot be written.
  await executor
    .insert(saga)
    .values(rows)
    .onDuplicateKeyUpdate({ set: { id: sql`id` } });
}

import type { Transaction } from "@micro-shop/common/database/pool";
import { eq } from "drizzle-orm";
import { cancellationRequests } from "./tables";

/** Whether somebody has asked to cancel the order and nobody has said no. */
export async function hasLiveCancellation(
  transaction: Transaction,
  orderId: string,
): Promise<boolean> {
  const rows = await transaction
    .select({ id: cancellationRequests.id })
    .from(cancellationRequests)
    .where(eq(cancellationRequests.liveOrderId, orderId));
  return rows.length > 0;
}

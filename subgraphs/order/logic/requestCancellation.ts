import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import type { OrderContext } from "../context";
import { findLiveCancellation, insertCancellation } from "../model/cancellationRequests";
import { lockOrder } from "../model/orders";

export interface CancellationWish {
  readonly orderId: string;
  readonly reason: string | null;
  readonly requestedBy: string;
}

/**
 * Records that a paid order shall be cancelled, which is for the staff to decide; from here on nothing of it is shipped
 * until they have. Once as long as it is open: a repeat changes nothing. False when the order is not PAID any more.
 */
export async function requestCancellation(
  { database }: Pick<OrderContext, "database">,
  { orderId, reason, requestedBy }: CancellationWish,
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    // Whoever ships takes the same lock.
    const order = await lockOrder(transaction, orderId);
    if (order?.status !== "PAID") return false;
    if (await findLiveCancellation(transaction, orderId)) return true;
    await insertCancellation(transaction, {
      id: newId(),
      orderId,
      liveOrderId: orderId,
      status: "REQUESTED",
      reason,
      requestedBy,
      requestedAt: clock.now(),
    });
    return true;
  });
}

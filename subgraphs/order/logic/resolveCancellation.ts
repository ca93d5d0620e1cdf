import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { Transaction } from "@micro-shop/common/database/pool";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import type { StartedSaga } from "@micro-shop/common/messaging/sagaEngine";
import type { OrderContext } from "../context";
import {
  findLiveCancellation,
  updateCancellation,
  type CancellationRow,
} from "../model/cancellationRequests";
import { findOrder, lockOrder, type OrderRow } from "../model/orders";
import type { RefundAndCancelData } from "../saga/refundAndCancel";
import { answerWithinMs } from "./answerWithin";
import { refuseOwnMoney } from "./refuseOwnMoney";

export interface CancellationDecision {
  readonly orderId: string;
  readonly approve: boolean;
  /** What the staff says to it. */
  readonly note: string | null;
}

const path = ["input", "orderId"];

/**
 * Decides on the open request to cancel a paid order. Granted, its money goes back and it is cancelled: usually at once; one
 * that is answered PAID is cancelled in the background, as soon as pay can be reached. Granting it again changes nothing.
 * Refuses NOT_FOUND, INVALID_STATE without an open request, and APPROVER_IS_REQUESTER to the buyer and to who asked for it.
 */
export async function resolveCancellation(
  context: OrderContext,
  decision: CancellationDecision,
): Promise<OrderRow> {
  const saga = await inTransaction(context.database, (transaction) =>
    decide(context, transaction, decision),
  );
  if (saga) {
    const outcome = await context.sagas.run(saga, answerWithinMs(context));
    if (outcome.status === "UNDONE" && outcome.refusal) throw outcome.refusal;
  }
  const order = await findOrder(context.database.drizzle, decision.orderId);
  return order ?? refuseUnknown();
}

/** Answers what has to be carried out; null when nothing has. */
async function decide(
  context: OrderContext,
  transaction: Transaction,
  { orderId, approve, note }: CancellationDecision,
): Promise<StartedSaga<RefundAndCancelData> | null> {
  // Whoever ships takes the same lock.
  const order = await lockOrder(transaction, orderId);
  if (!order) return refuseUnknown();
  const request = await findLiveCancellation(transaction, orderId);
  if (request?.status === "APPROVED" && approve) return null;
  if (request?.status !== "REQUESTED") {
    return refuse("INVALID_STATE", "Nobody has asked to cancel this order, or it is decided.", {
      path,
    });
  }
  const resolvedBy = signedInUser(context).id;
  refuseOwnMoney(resolvedBy, [order.userId, request.requestedBy], path);
  const resolved = { resolvedBy, resolvedAt: clock.now(), note };
  if (!approve) {
    await change(transaction, request, { ...resolved, status: "REJECTED", liveOrderId: null });
    return null;
  }
  await change(transaction, request, { ...resolved, status: "APPROVED" });
  const data = { orderId, requestId: request.id, note: note ?? request.reason };
  return context.sagas.begin(transaction, context.refunding, { id: newId(), data });
}

async function change(
  transaction: Transaction,
  request: CancellationRow,
  changes: Partial<CancellationRow>,
): Promise<void> {
  if (await updateCancellation(transaction, request, changes)) return;
  throw new Error(`Request ${request.id} changed under the lock of its order.`);
}

function refuseUnknown(): never {
  return refuse("NOT_FOUND", "There is no such order.", { path });
}

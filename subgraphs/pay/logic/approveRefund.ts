import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import type { PayContext } from "../context";
import { decideRefundRow, findRefund, type RefundRow } from "../model/refunds";
import type { ApproveRefundInput } from "../types/refund.input";

/**
 * Grants or rejects a refund that another person asked for; a granted one is sent to the provider by a job. The same
 * decision of the same person again changes nothing. Refusals: NOT_FOUND, APPROVER_IS_REQUESTER, INVALID_STATE when it was
 * decided otherwise or by somebody else.
 */
export async function approveRefund(
  context: PayContext,
  { refundId, approve }: ApproveRefundInput,
): Promise<RefundRow> {
  const user = signedInUser(context);
  return inTransaction(context.database, async (transaction) => {
    const refund = await findExisting(transaction, refundId);
    if (refund.requestedBy === user.id) {
      return refuse("APPROVER_IS_REQUESTER", "Another person must decide on this refund.", {
        path: ["input", "refundId"],
      });
    }
    await decideRefundRow(transaction, refundId, {
      status: approve ? "APPROVED" : "REJECTED",
      decidedBy: user.id,
      now: clock.now(),
    });
    const after = await findExisting(transaction, refundId);
    if (after.decidedBy === user.id && (after.status !== "REJECTED") === approve) return after;
    return refuse("INVALID_STATE", "This refund was decided before.", {
      path: ["input", "refundId"],
    });
  });
}

async function findExisting(transaction: Transaction, refundId: string): Promise<RefundRow> {
  const refund = await findRefund(transaction, refundId);
  return refund ?? refuse("NOT_FOUND", "There is no such refund.", { path: ["input", "refundId"] });
}

import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import type { StartedSaga } from "@micro-shop/common/messaging/sagaEngine";
import type { OrderContext } from "../context";
import { lockOrder } from "../model/orders";
import { findReturn, updateReturn, type ReturnChanges, type ReturnRow } from "../model/returns";
import type { ReturnStatus } from "../model/tables/returns";
import type { RefundReturnData } from "../saga/refundReturn";
import { answerWithinMs } from "./answerWithin";
import { receiveReturn } from "./receiveReturn";
import { refuseOwnMoney } from "./refuseOwnMoney";

export interface ReturnResolution {
  readonly returnId: string;
  readonly decision: "APPROVE" | "REJECT" | "RECEIVED";
  /** Whether the goods that came in can be sold again. */
  readonly restock: boolean;
  /** What to tell the buyer. */
  readonly note: string | null;
}

/** From which statuses a decision leads on, and to which ones it has led when it is repeated. */
const decisions = {
  APPROVE: { from: ["REQUESTED"], done: ["APPROVED"] },
  REJECT: { from: ["REQUESTED", "APPROVED"], done: ["REJECTED"] },
  RECEIVED: { from: ["APPROVED"], done: ["RECEIVED", "REFUNDED"] },
} as const satisfies Record<string, Record<"from" | "done", readonly ReturnStatus[]>>;

/**
 * Decides on a return. Goods that came in are paid back: the refund is asked for in the transaction that notes them, by a
 * saga, so it is sure to reach pay; the return is REFUNDED once the money went. A refund that came to nothing is asked for
 * again by deciding RECEIVED once more. Any other repeated decision answers the return as it is.
 * Refuses NOT_FOUND, INVALID_STATE, APPROVER_IS_REQUESTER to the buyer, whose money it is, and INVALID_INPUT for goods to
 * restock that did not come in.
 */
export async function resolveReturn(
  context: OrderContext,
  resolution: ReturnResolution,
): Promise<ReturnRow> {
  const { database, loaders, sagas } = context;
  if (resolution.restock && resolution.decision !== "RECEIVED") {
    const path = ["input", "restock"];
    return refuse("INVALID_INPUT", "Only goods that came in can be restocked.", { path });
  }
  const saga = await inTransaction(database, (transaction) =>
    decide(context, transaction, resolution),
  );
  if (saga) await sagas.run(saga, answerWithinMs(context));
  const row = await findReturn(database.drizzle, resolution.returnId);
  if (!row) throw new Error(`Return ${resolution.returnId} is missing.`);
  loaders.returnsOfOrder.clear(row.orderId);
  return row;
}

/** Answers the saga of the refund, if the decision needs one. */
async function decide(
  context: OrderContext,
  transaction: Transaction,
  resolution: ReturnResolution,
): Promise<StartedSaga<RefundReturnData> | null> {
  const { decision, restock, note } = resolution;
  const { id: decidedBy } = signedInUser(context);
  const row = await lockReturn(transaction, resolution.returnId);
  refuseOwnMoney(decidedBy, [row.userId], ["input", "returnId"]);
  const isRestockedOtherwise = decision === "RECEIVED" && row.isRestocked !== restock;
  if (isIn(decisions[decision].done, row.status) && !isRestockedOtherwise) {
    return row.refundFailure === null ? null : refundAgain(context, transaction, row);
  }
  if (!isIn(decisions[decision].from, row.status)) {
    const message = `The return is ${row.status.toLowerCase()}.`;
    return refuse("INVALID_STATE", message, { path: ["input", "returnId"] });
  }
  const decided = { decidedBy, decidedAt: clock.now(), ...(note === null ? {} : { note }) };
  if (decision !== "RECEIVED") {
    const { decidedAt } = decided;
    await change(transaction, row, {
      ...decided,
      ...(decision === "APPROVE"
        ? { status: "APPROVED", approvedBy: decidedBy, approvedAt: decidedAt }
        : { status: "REJECTED" }),
    });
    return null;
  }
  const received = await receiveReturn(transaction, row, restock);
  await change(transaction, row, { ...decided, ...received });
  return received.status === "REFUNDED"
    ? null
    : beginRefund(context, transaction, { ...row, ...received });
}

/** The return as it stays until the transaction ends: all that changes returns holds the lock of their order. */
async function lockReturn(transaction: Transaction, returnId: string): Promise<ReturnRow> {
  const found = await findReturn(transaction, returnId);
  if (found) await lockOrder(transaction, found.orderId);
  const row = found && (await findReturn(transaction, returnId));
  return row ?? refuse("NOT_FOUND", "There is no such return.", { path: ["input", "returnId"] });
}

async function refundAgain(
  context: OrderContext,
  transaction: Transaction,
  row: ReturnRow,
): Promise<StartedSaga<RefundReturnData>> {
  await change(transaction, row, { refundId: null, refundFailure: null });
  return beginRefund(context, transaction, row);
}

function beginRefund(
  { sagas, refundingReturn }: OrderContext,
  transaction: Transaction,
  { id: returnId, orderId, refundMinor }: Pick<ReturnRow, "id" | "orderId" | "refundMinor">,
): Promise<StartedSaga<RefundReturnData>> {
  if (refundMinor === null) throw new Error(`Return ${returnId} has no amount.`);
  const data = { returnId, orderId, refundMinor };
  return sagas.begin(transaction, refundingReturn, { id: newId(), data });
}

async function change(
  transaction: Transaction,
  row: ReturnRow,
  changes: ReturnChanges,
): Promise<void> {
  if (await updateReturn(transaction, row, changes)) return;
  throw new Error(`Return ${row.id} changed under its order's lock.`);
}

function isIn(statuses: readonly ReturnStatus[], status: ReturnStatus): boolean {
  return statuses.includes(status);
}

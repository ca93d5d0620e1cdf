import type { Transaction } from "@micro-shop/common/database/pool";
import type { DomainEvent } from "@micro-shop/common/events";
import { NotYet } from "@micro-shop/common/messaging/notYet";
import { lockOrder } from "../model/orders";
import { findReturnsOfOrders, updateReturn, type ReturnRow } from "../model/returns";

/** What pay answered when it was asked for the refund of a return: one of both is null. */
export interface RefundNote {
  readonly refundId: string | null;
  readonly failure: string | null;
}

/** Notes on a return which refund pays it back, or why none does. */
export async function noteReturnRefund(
  transaction: Transaction,
  { returnId, orderId }: { readonly returnId: string; readonly orderId: string },
  { refundId, failure }: RefundNote,
): Promise<void> {
  // Under the lock that whoever hears how the refund ended takes too: it finds the note, or waits for it.
  await lockOrder(transaction, orderId);
  const from = { id: returnId, status: "RECEIVED" } as const;
  await updateReturn(transaction, from, { refundId, refundFailure: failure });
}

/** The money of a refund went back: the return it pays is REFUNDED. Other refunds change no return. */
export async function applyRefundToReturn(
  transaction: Transaction,
  { payload }: DomainEvent<"refund.succeeded">,
): Promise<void> {
  const row = await findReturnOfRefund(transaction, payload);
  if (row?.status !== "RECEIVED") return;
  const changes = { refundFailure: null, refundedAt: new Date(payload.at) };
  await updateReturn(transaction, row, { ...changes, status: "REFUNDED" });
}

/** A refund came to nothing: its return stays RECEIVED and says so, and staff can ask for the money again. */
export async function failRefundOfReturn(
  transaction: Transaction,
  { payload }: DomainEvent<"refund.failed">,
): Promise<void> {
  const row = await findReturnOfRefund(transaction, payload);
  if (row?.status !== "RECEIVED") return;
  await updateReturn(transaction, row, { refundFailure: payload.code.slice(0, 100) });
}

/** Throws while a return of the order is about to note its refund, which may be this one: the event then comes again. */
async function findReturnOfRefund(
  transaction: Transaction,
  { orderId, refundId }: { readonly orderId: string; readonly refundId: string },
): Promise<ReturnRow | null> {
  await lockOrder(transaction, orderId);
  const returns = await findReturnsOfOrders(transaction, [orderId]);
  const found = returns.find((row) => row.refundId === refundId);
  if (found) return found;
  const asking = returns.find(
    (row) => row.status === "RECEIVED" && row.refundId === null && row.refundFailure === null,
  );
  if (asking) throw new NotYet(`Return ${asking.id} has not noted its refund yet.`);
  return null;
}

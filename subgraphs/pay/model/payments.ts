import {
  and,
  eq,
  getTableColumns,
  inArray,
  sql,
  type InferInsertModel,
  type InferSelectModel,
  type SQL,
} from "drizzle-orm";
import type { MySqlUpdateSetSource } from "drizzle-orm/mysql-core";
import { insertStatement } from "@micro-shop/common/database/insertStatement";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { readByStatement } from "@micro-shop/common/database/statement";
import type { PaymentProviderName, PaymentStatus } from "../types/enums";
import { captureUnderWay, nextVersion, takeOff, type Capture } from "./paymentChanges";

import { payments } from "./tables";

export type { Capture };
export type PaymentRow = InferSelectModel<typeof payments>;
export type NewPayment = InferInsertModel<typeof payments>;

interface PaymentChange {
  readonly from: readonly PaymentStatus[];
  readonly condition?: SQL | undefined;
  readonly set: MySqlUpdateSetSource<typeof payments>;
}

/** The payments with these ids, in any order. */
export const findPayments = readByStatement<PaymentRow>(
  getTableColumns(payments),
  payments.id,
  (builder, isWanted) => builder.select().from(payments).where(isWanted),
);

/** The payments of these orders, in any order. */
export const findPaymentsOfOrders = readByStatement<PaymentRow>(
  getTableColumns(payments),
  payments.orderId,
  (builder, isWanted) => builder.select().from(payments).where(isWanted),
);

export async function findPaymentOfOrder(
  executor: DatabaseExecutor,
  orderId: string,
): Promise<PaymentRow | null> {
  const [payment] = await findPaymentsOfOrders(executor, [orderId]);
  return payment ?? null;
}

/**
 * Locks a payment for the transaction: what its refunds sum up to changes under this lock alone. Null when there is none.
 */
export async function lockPayment(
  transaction: Transaction,
  id: string,
): Promise<PaymentRow | null> {
  const [payment] = await transaction
    .select()
    .from(payments)
    .where(eq(payments.id, id))
    .for("update");
  return payment ?? null;
}

/** `lockPayment` by the order. */
export async function lockPaymentOfOrder(
  transaction: Transaction,
  orderId: string,
): Promise<PaymentRow | null> {
  const [payment] = await transaction
    .select()
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .for("update");
  return payment ?? null;
}

const insertPayments = insertStatement(payments);

/** Throws a duplicate-key error when the order has a payment. */
export async function insertPayment(transaction: Transaction, payment: NewPayment): Promise<void> {
  await insertPayments(transaction, [payment]);
}

/** CREATED → IN_FLIGHT while it can be paid. Answers, like the others, whether this call changed it. */
export async function startFlight(
  transaction: Transaction,
  { id, amountMinor }: Pick<PaymentRow, "id" | "amountMinor">,
  { provider, now }: { readonly provider: PaymentProviderName; readonly now: Date },
): Promise<boolean> {
  const result = await takeOff(transaction, { id, amountMinor, provider, now });
  return result.affectedRows === 1;
}

/** IN_FLIGHT or AUTHORIZED → CREATED: the provider refused, and the buyer may try again. */
export async function endFlight(transaction: Transaction, id: string, now: Date): Promise<boolean> {
  return changePayment(transaction, id, {
    from: ["IN_FLIGHT", "AUTHORIZED"],
    set: { status: "CREATED", redirectUrl: null, updatedAt: now },
  });
}

/** IN_FLIGHT → AUTHORIZED. */
export async function authorizePayment(
  transaction: Transaction,
  id: string,
  now: Date,
): Promise<boolean> {
  return changePayment(transaction, id, {
    from: ["IN_FLIGHT"],
    set: { status: "AUTHORIZED", redirectUrl: null, updatedAt: now },
  });
}

/** IN_FLIGHT or AUTHORIZED → VOIDED: what was set aside is let go, and the payment is over. */
export async function voidPaymentRow(
  transaction: Transaction,
  id: string,
  now: Date,
): Promise<boolean> {
  return changePayment(transaction, id, {
    from: ["IN_FLIGHT", "AUTHORIZED"],
    set: { status: "VOIDED", redirectUrl: null, updatedAt: now },
  });
}

/** IN_FLIGHT or AUTHORIZED → CAPTURED. */
export async function capturePayment(
  transaction: Transaction,
  id: string,
  capture: Capture,
): Promise<boolean> {
  const result = await captureUnderWay(transaction, { id, ...capture });
  return result.affectedRows === 1;
}

/** CREATED, CLOSED, VOIDED or DECLINED → CAPTURED, while this is due: the provider took the money nevertheless. */
export async function captureIdlePayment(
  transaction: Transaction,
  { id, amountMinor }: Pick<PaymentRow, "id" | "amountMinor">,
  capture: Capture,
): Promise<boolean> {
  return changePayment(transaction, id, {
    from: ["CREATED", "CLOSED", "VOIDED", "DECLINED"],
    condition: eq(payments.amountMinor, amountMinor),
    set: captured(capture),
  });
}

function captured({ capturedMinor, now }: Capture) {
  return {
    status: "CAPTURED",
    redirectUrl: null,
    capturedMinor,
    capturedAt: now,
    updatedAt: now,
  } as const;
}

/** Money went back; never more than was captured, by a CHECK of the table. */
export async function addRefunded(
  transaction: Transaction,
  id: string,
  { amountMinor, now }: { readonly amountMinor: number; readonly now: Date },
): Promise<boolean> {
  return changePayment(transaction, id, {
    from: ["CAPTURED"],
    set: { refundedMinor: sql`${payments.refundedMinor} + ${amountMinor}`, updatedAt: now },
  });
}

/** CREATED → CLOSED. */
export async function closePaymentRow(
  transaction: Transaction,
  id: string,
  now: Date,
): Promise<boolean> {
  return changePayment(transaction, id, {
    from: ["CREATED"],
    set: { status: "CLOSED", updatedAt: now },
  });
}

/** Another amount is due; only while no attempt is under way. */
export async function changeAmountDue(
  transaction: Transaction,
  { id, amountMinor: from }: Pick<PaymentRow, "id" | "amountMinor">,
  { amountMinor, now }: { readonly amountMinor: number; readonly now: Date },
): Promise<boolean> {
  return changePayment(transaction, id, {
    from: ["CREATED"],
    condition: eq(payments.amountMinor, from),
    set: { amountMinor, updatedAt: now },
  });
}

/** Where the buyer confirms the attempt that is in flight; its row must be locked by the caller's transaction. */
export async function noteRedirect(
  transaction: Transaction,
  id: string,
  redirectUrl: string | null,
): Promise<void> {
  await transaction
    .update(payments)
    .set({ redirectUrl })
    .where(and(eq(payments.id, id), eq(payments.status, "IN_FLIGHT")));
}

/** The one way a payment changes: only from the status the caller believes it has, so that of two callers one wins. */
async function changePayment(
  transaction: Transaction,
  id: string,
  { from, condition, set }: PaymentChange,
): Promise<boolean> {
  const [result] = await transaction
    .update(payments)
    .set({ ...set, version: nextVersion })
    .where(and(eq(payments.id, id), inArray(payments.status, [...from]), condition));
  return result.affectedRows === 1;
}

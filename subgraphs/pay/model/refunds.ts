import {
  and,
  asc,
  eq,
  inArray,
  lte,
  notInArray,
  sql,
  sum,
  type InferInsertModel,
  type InferSelectModel,
} from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import type { PaymentProviderName } from "../types/enums";
import type { PaymentRow } from "./payments";
import { paymentAttempts, payments, refunds } from "./tables";

export type RefundRow = InferSelectModel<typeof refunds>;
export type NewRefund = InferInsertModel<typeof refunds>;

/** A refund with the payment it is of and the charge whose money goes back. */
export interface RefundOfPayment {
  readonly refund: RefundRow;
  readonly payment: PaymentRow;
  readonly charge: {
    /** The attempt's id, by which the provider knows the charge. */
    readonly key: string;
    readonly provider: PaymentProviderName;
    readonly reference: string | null;
  };
}

/** The refunds of several payments, each oldest first. */
export async function findRefunds(
  executor: DatabaseExecutor,
  paymentIds: readonly string[],
): Promise<readonly RefundRow[]> {
  return executor
    .select()
    .from(refunds)
    .where(inArray(refunds.paymentId, padInList(paymentIds)))
    .orderBy(asc(refunds.createdAt), asc(refunds.id));
}

export async function findRefund(
  executor: DatabaseExecutor,
  id: string,
): Promise<RefundRow | null> {
  const [refund] = await executor.select().from(refunds).where(eq(refunds.id, id));
  return refund ?? null;
}

/** The refunds with these ids, in any order. Only what was captured can go back, so each has its charge. */
export async function findRefundsWithCharge(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<readonly RefundOfPayment[]> {
  return executor
    .select({
      refund: refunds,
      payment: payments,
      charge: {
        key: paymentAttempts.id,
        provider: paymentAttempts.provider,
        reference: paymentAttempts.providerReference,
      },
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(
      paymentAttempts,
      and(eq(paymentAttempts.paymentId, payments.id), eq(paymentAttempts.status, "CAPTURED")),
    )
    .where(inArray(refunds.id, padInList(ids)));
}

export async function findRefundByKey(
  executor: DatabaseExecutor,
  paymentId: string,
  idempotencyKey: string,
): Promise<RefundRow | null> {
  const [refund] = await executor
    .select()
    .from(refunds)
    .where(and(eq(refunds.paymentId, paymentId), eq(refunds.idempotencyKey, idempotencyKey)));
  return refund ?? null;
}

/** What of a payment went back, is on its way back or may be granted. Only exact while the payment's row is locked. */
export async function sumRefunds(transaction: Transaction, paymentId: string): Promise<number> {
  const [row] = await transaction
    .select({ totalMinor: sum(refunds.amountMinor).mapWith(refunds.amountMinor) })
    .from(refunds)
    .where(
      and(eq(refunds.paymentId, paymentId), notInArray(refunds.status, ["FAILED", "REJECTED"])),
    );
  return row?.totalMinor ?? 0;
}

/** Throws a duplicate-key error when the payment has a refund with this key. */
export async function insertRefund(transaction: Transaction, refund: NewRefund): Promise<void> {
  await transaction.insert(refunds).values(refund);
}

export interface RefundDecision {
  readonly status: "APPROVED" | "REJECTED";
  readonly decidedBy: string;
  readonly now: Date;
}

/** REQUESTED → APPROVED | REJECTED. Answers whether this call did it. An approved one is due at once. */
export async function decideRefundRow(
  transaction: Transaction,
  id: string,
  { status, decidedBy, now }: RefundDecision,
): Promise<boolean> {
  const isApproved = status === "APPROVED";
  const [result] = await transaction
    .update(refunds)
    .set({
      status,
      decidedBy,
      decidedAt: now,
      ...(isApproved ? { nextTryAt: now } : { settledAt: now }),
    })
    .where(and(eq(refunds.id, id), eq(refunds.status, "REQUESTED")));
  return result.affectedRows === 1;
}

/** REQUESTED → REJECTED, by the system, for all that a payment has. */
export async function rejectRequests(
  transaction: Transaction,
  paymentId: string,
  now: Date,
): Promise<void> {
  await transaction
    .update(refunds)
    .set({ status: "REJECTED", decidedAt: now, settledAt: now })
    .where(and(eq(refunds.paymentId, paymentId), eq(refunds.status, "REQUESTED")));
}

/** Refunds that the provider is to be asked about, the longest due first. Others that look at the same time get others. */
export async function lockDueRefunds(
  transaction: Transaction,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await transaction
    .select({ id: refunds.id })
    .from(refunds)
    .where(lte(refunds.nextTryAt, now))
    .orderBy(asc(refunds.nextTryAt))
    .limit(limit)
    .for("update", { skipLocked: true });
  return rows.map((row) => row.id);
}

export interface TryPause {
  /** Before the second try; then twice as long each time. */
  readonly firstSeconds: number;
  readonly longestSeconds: number;
}

/** APPROVED | PENDING → PENDING, before the provider is asked: whatever happens to this process, it is asked again. */
export async function noteTries(
  transaction: Transaction,
  ids: readonly string[],
  { now, pause }: { readonly now: Date; readonly pause: TryPause },
): Promise<void> {
  const { firstSeconds, longestSeconds } = pause;
  // pow() has no end of its own, so the exponent has.
  const growth = sql`${firstSeconds} * pow(2, least(${refunds.tries}, 20))`;
  const seconds = sql`floor(least(${longestSeconds}, ${growth}))`;
  await transaction
    .update(refunds)
    .set({
      status: "PENDING",
      nextTryAt: sql`timestampadd(second, ${seconds}, ${sql.param(now, refunds.nextTryAt)})`,
      tries: sql`${refunds.tries} + 1`,
    })
    .where(inArray(refunds.id, [...ids]));
}

/** Notes the provider's name of a refund whose result is awaited. */
export async function noteRefundReference(
  executor: DatabaseExecutor,
  id: string,
  providerReference: string,
): Promise<void> {
  await executor
    .update(refunds)
    .set({ providerReference })
    .where(and(eq(refunds.id, id), eq(refunds.status, "PENDING")));
}

export interface RefundSettlement {
  readonly status: "SUCCEEDED" | "FAILED";
  readonly providerReference: string | null;
  readonly failureCode: string | null;
  readonly settledAt: Date;
}

/** PENDING → SUCCEEDED | FAILED. Answers whether this call did it: answer, webhook and poll all meet here. */
export async function settleRefundRow(
  transaction: Transaction,
  id: string,
  settlement: RefundSettlement,
): Promise<boolean> {
  const [result] = await transaction
    .update(refunds)
    .set({ ...settlement, nextTryAt: null })
    .where(and(eq(refunds.id, id), eq(refunds.status, "PENDING")));
  return result.affectedRows === 1;
}

import {
  and,
  asc,
  eq,
  inArray,
  lte,
  max,
  sql,
  type InferInsertModel,
  type InferSelectModel,
} from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import type { PaymentRow } from "./payments";
import { paymentAttempts, payments } from "./tables";

export type AttemptRow = Omit<
  InferSelectModel<typeof paymentAttempts>,
  "inFlightOf" | "capturedOf"
>;
export type NewAttempt = InferInsertModel<typeof paymentAttempts>;

/** An attempt with the payment it is of. */
export interface AttemptOfPayment {
  readonly attempt: AttemptRow;
  readonly payment: PaymentRow;
}

/** The attempts with these ids, in any order. */
export async function findAttempts(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<readonly AttemptOfPayment[]> {
  return executor
    .select({ attempt: paymentAttempts, payment: payments })
    .from(paymentAttempts)
    .innerJoin(payments, eq(payments.id, paymentAttempts.paymentId))
    .where(inArray(paymentAttempts.id, padInList(ids)));
}

export async function findAttempt(
  executor: DatabaseExecutor,
  id: string,
): Promise<AttemptOfPayment | null> {
  const [found] = await findAttempts(executor, [id]);
  return found ?? null;
}

/** Number of the last attempt; 0 before the first. Only exact while the payment's row is locked. */
export async function lastAttemptNumber(
  transaction: Transaction,
  paymentId: string,
): Promise<number> {
  const [row] = await transaction
    .select({ last: max(paymentAttempts.number) })
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, paymentId));
  return row?.last ?? 0;
}

/** Throws a duplicate-key error when the payment has another attempt in flight. */
export async function insertAttempt(transaction: Transaction, attempt: NewAttempt): Promise<void> {
  await transaction.insert(paymentAttempts).values(attempt);
}

export interface Settlement {
  readonly status: "CAPTURED" | "DECLINED";
  readonly providerReference: string | null;
  readonly declineCode: string | null;
  readonly settledAt: Date;
}

/** IN_FLIGHT → CAPTURED | DECLINED. Answers whether this call did it: answer, webhook and poll all meet here. */
export async function settleAttemptRow(
  transaction: Transaction,
  id: string,
  settlement: Settlement,
): Promise<boolean> {
  const [result] = await transaction
    .update(paymentAttempts)
    .set({ ...settlement, nextPollAt: null })
    .where(and(eq(paymentAttempts.id, id), eq(paymentAttempts.status, "IN_FLIGHT")));
  return result.affectedRows === 1;
}

/** Notes that the provider has the charge and when to ask for its result; false, and nothing, once that is known. */
export async function notePending(
  transaction: Transaction,
  id: string,
  pending: { readonly providerReference: string; readonly nextPollAt: Date },
): Promise<boolean> {
  const [result] = await transaction
    .update(paymentAttempts)
    .set(pending)
    .where(and(eq(paymentAttempts.id, id), eq(paymentAttempts.status, "IN_FLIGHT")));
  return result.affectedRows === 1;
}

/**
 * Ids of attempts whose provider is to be asked, the longest waiting first. Other instances that look at the same time
 * get others.
 */
export async function lockDueAttempts(
  transaction: Transaction,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await transaction
    .select({ id: paymentAttempts.id })
    .from(paymentAttempts)
    .where(lte(paymentAttempts.nextPollAt, now))
    .orderBy(asc(paymentAttempts.nextPollAt))
    .limit(limit)
    .for("update", { skipLocked: true });
  return rows.map((row) => row.id);
}

/** Takes the attempts out of sight of other polls until then. */
export async function postponePolls(
  transaction: Transaction,
  ids: readonly string[],
  nextPollAt: Date,
): Promise<void> {
  await transaction
    .update(paymentAttempts)
    .set({ nextPollAt, polls: sql`${paymentAttempts.polls} + 1` })
    .where(inArray(paymentAttempts.id, [...ids]));
}

import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  inArray,
  lte,
  max,
  sql,
  type InferInsertModel,
  type InferSelectModel,
} from "drizzle-orm";
import { insertStatement } from "@micro-shop/common/database/insertStatement";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { readByStatement, readStatement, slot } from "@micro-shop/common/database/statement";
import { updateStatement } from "@micro-shop/common/database/updateStatement";
import type { PaymentRow } from "./payments";
import { paymentAttempts, payments, type AttemptStatus } from "./tables";

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
export const findAttempts = readByStatement<AttemptOfPayment>(
  { attempt: getTableColumns(paymentAttempts), payment: getTableColumns(payments) },
  paymentAttempts.id,
  (builder, isWanted) =>
    builder
      .select({ attempt: paymentAttempts, payment: payments })
      .from(paymentAttempts)
      .innerJoin(payments, eq(payments.id, paymentAttempts.paymentId))
      .where(isWanted),
);

export async function findAttempt(
  executor: DatabaseExecutor,
  id: string,
): Promise<AttemptOfPayment | null> {
  const [found] = await findAttempts(executor, [id]);
  return found ?? null;
}

const readLastNumber = readStatement<{ paymentId: string }, { last: number | null }>(
  { last: Number },
  (builder) =>
    builder
      .select({ last: max(paymentAttempts.number) })
      .from(paymentAttempts)
      .where(eq(paymentAttempts.paymentId, slot(paymentAttempts.paymentId, "paymentId"))),
);

/** Number of the last attempt; 0 before the first. Only exact while the payment's row is locked. */
export async function lastAttemptNumber(
  transaction: Transaction,
  paymentId: string,
): Promise<number> {
  const [row] = await readLastNumber(transaction, { paymentId });
  return row?.last ?? 0;
}

const insertAttempts = insertStatement(paymentAttempts);

/** Throws a duplicate-key error when the payment has another attempt in flight. */
export async function insertAttempt(transaction: Transaction, attempt: NewAttempt): Promise<void> {
  await insertAttempts(transaction, [attempt]);
}

/** From where an attempt may come to each end: what the provider has done is so, whatever was asked of it. */
const fromStatuses = {
  CAPTURED: ["IN_FLIGHT", "AUTHORIZED", "CAPTURING", "VOIDING"],
  VOIDED: ["IN_FLIGHT", "AUTHORIZED", "CAPTURING", "VOIDING"],
  DECLINED: ["IN_FLIGHT", "AUTHORIZED", "CAPTURING"],
} as const satisfies Partial<Record<AttemptStatus, readonly AttemptStatus[]>>;

export interface Settlement {
  readonly status: keyof typeof fromStatuses;
  /** Left as it is when absent. */
  readonly providerReference?: string;
  readonly declineCode: string | null;
  readonly settledAt: Date;
}

const settleFrom = {
  CAPTURED: changeIn(fromStatuses.CAPTURED),
  VOIDED: changeIn(fromStatuses.VOIDED),
  DECLINED: changeIn(fromStatuses.DECLINED),
};

function changeIn(statuses: readonly AttemptStatus[]) {
  return updateStatement<typeof paymentAttempts, { readonly id: string }>(
    paymentAttempts,
    and(
      eq(paymentAttempts.id, slot(paymentAttempts.id)),
      inArray(paymentAttempts.status, [...statuses]),
    ),
  );
}

/** → CAPTURED | DECLINED | VOIDED. Answers whether this call did it: answer, webhook and poll all meet here. */
export async function settleAttemptRow(
  transaction: Transaction,
  id: string,
  settlement: Settlement,
): Promise<boolean> {
  const settle = settleFrom[settlement.status];
  const result = await settle(transaction, { ...settlement, nextPollAt: null }, { id });
  return result.affectedRows === 1;
}

/** DECLINED | VOIDED → CAPTURED: the provider took the money in spite of it. Answers whether this call did it. */
export async function captureEndedAttempt(
  transaction: Transaction,
  id: string,
  { providerReference, settledAt }: Required<Pick<Settlement, "providerReference" | "settledAt">>,
): Promise<boolean> {
  const [result] = await transaction
    .update(paymentAttempts)
    .set({ status: "CAPTURED", providerReference, declineCode: null, settledAt })
    .where(
      and(eq(paymentAttempts.id, id), inArray(paymentAttempts.status, ["DECLINED", "VOIDED"])),
    );
  return result.affectedRows === 1;
}

/** IN_FLIGHT → AUTHORIZED. Answers whether this call did it. */
export async function authorizeAttemptRow(
  transaction: Transaction,
  id: string,
  providerReference: string,
): Promise<boolean> {
  const [result] = await transaction
    .update(paymentAttempts)
    .set({ status: "AUTHORIZED", providerReference, nextPollAt: null })
    .where(and(eq(paymentAttempts.id, id), eq(paymentAttempts.status, "IN_FLIGHT")));
  return result.affectedRows === 1;
}

/** AUTHORIZED → CAPTURING | VOIDING: from here on the provider is asked until it has done it. False if it is neither. */
export async function decideOnAttempt(
  transaction: Transaction,
  paymentId: string,
  decision: { readonly status: "CAPTURING" | "VOIDING"; readonly nextPollAt: Date },
): Promise<boolean> {
  const [result] = await transaction
    .update(paymentAttempts)
    .set(decision)
    .where(and(eq(paymentAttempts.paymentId, paymentId), eq(paymentAttempts.status, "AUTHORIZED")));
  return result.affectedRows === 1;
}

/** The attempt of a payment that was decided on or settled last. */
export async function findLastAttempt(
  executor: DatabaseExecutor,
  paymentId: string,
): Promise<AttemptOfPayment | null> {
  const [found] = await executor
    .select({ attempt: paymentAttempts, payment: payments })
    .from(paymentAttempts)
    .innerJoin(payments, eq(payments.id, paymentAttempts.paymentId))
    .where(eq(paymentAttempts.paymentId, paymentId))
    .orderBy(desc(paymentAttempts.number))
    .limit(1);
  return found ?? null;
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

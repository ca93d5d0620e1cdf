import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  lte,
  notInArray,
  or,
  sql,
  type InferInsertModel,
  type SQL,
} from "drizzle-orm";
import type { MySqlColumn } from "drizzle-orm/mysql-core";
import { isDuplicateKey } from "@micro-shop/common/database/errors";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import type { AttemptOfPayment } from "./attempts";
import { ledgerEntries, paymentAttempts, payments, reconciliations, refunds } from "./tables";

/** Takes the comparison of a slot of time on. False when another instance has it, or had it. */
export async function startReconciliation(
  executor: DatabaseExecutor,
  slot: Date,
  startedAt: Date,
): Promise<boolean> {
  try {
    await executor
      .insert(reconciliations)
      .values({ slot, startedAt, compared: 0, unanswered: 0, differing: 0 });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** When the last comparison began that went through to its end with an answer to every question; null without one. */
export async function lastWholeReconciliation(executor: DatabaseExecutor): Promise<Date | null> {
  const [row] = await executor
    .select({ startedAt: reconciliations.startedAt })
    .from(reconciliations)
    .where(and(isNotNull(reconciliations.finishedAt), eq(reconciliations.unanswered, 0)))
    .orderBy(desc(reconciliations.slot))
    .limit(1);
  return row?.startedAt ?? null;
}

export async function finishReconciliation(
  executor: DatabaseExecutor,
  slot: Date,
  outcome: Omit<InferInsertModel<typeof reconciliations>, "slot" | "startedAt">,
): Promise<void> {
  await executor.update(reconciliations).set(outcome).where(eq(reconciliations.slot, slot));
}

/** Where a page of settled rows begins, after this one, and up to when its rows were settled. */
export interface SettledPosition {
  readonly until: Date;
  readonly settledAt: Date;
  /** Null: at its very moment. */
  readonly id: string | null;
}

/** Attempts in the order in which they were settled. */
export async function findSettledAttempts(
  executor: DatabaseExecutor,
  position: SettledPosition,
  limit: number,
): Promise<readonly AttemptOfPayment[]> {
  return executor
    .select({ attempt: paymentAttempts, payment: payments })
    .from(paymentAttempts)
    .innerJoin(payments, eq(payments.id, paymentAttempts.paymentId))
    .where(isAfter(paymentAttempts, position))
    .orderBy(asc(paymentAttempts.settledAt), asc(paymentAttempts.id))
    .limit(limit);
}

/**
 * Attempts under way whose payment waits for none. Both change in one transaction, so there should be none: no result
 * could be written down, and no buyer would get what was paid for.
 */
export async function findStrayAttempts(
  executor: DatabaseExecutor,
  limit: number,
): Promise<readonly AttemptOfPayment[]> {
  return executor
    .select({ attempt: paymentAttempts, payment: payments })
    .from(paymentAttempts)
    .innerJoin(payments, eq(payments.id, paymentAttempts.paymentId))
    .where(
      and(
        isNotNull(paymentAttempts.inFlightOf),
        notInArray(payments.status, ["IN_FLIGHT", "AUTHORIZED"]),
      ),
    )
    .limit(limit);
}

/** Ids of refunds that were sent to a provider, in the order in which they were settled. */
export async function findSettledRefunds(
  executor: DatabaseExecutor,
  position: SettledPosition,
  limit: number,
): Promise<readonly { readonly id: string; readonly settledAt: Date | null }[]> {
  return executor
    .select({ id: refunds.id, settledAt: refunds.settledAt })
    .from(refunds)
    .where(and(isAfter(refunds, position), inArray(refunds.status, ["SUCCEEDED", "FAILED"])))
    .orderBy(asc(refunds.settledAt), asc(refunds.id))
    .limit(limit);
}

/** What the tables say of one payment, each in minor units. */
export interface PaymentBooks {
  readonly paymentId: string;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  /** Sum of the refunds that succeeded. */
  readonly refundsMinor: number;
  /** What the ledger booked for the order. */
  readonly bookedCaptureMinor: number;
  readonly bookedRefundMinor: number;
  /** Sum of all its ledger rows. */
  readonly imbalanceMinor: number;
}

/** The books of payments, each as one moment saw them. */
export async function findBooks(
  executor: DatabaseExecutor,
  paymentIds: readonly string[],
): Promise<readonly PaymentBooks[]> {
  const { amountMinor, account, kind } = ledgerEntries;
  const sumOf = (column: MySqlColumn, condition: SQL) =>
    sql`coalesce(sum(case when ${condition} then ${column} else 0 end), 0)`.mapWith(amountMinor);
  const ofOrder = eq(account, "CUSTOMER_ORDERS");
  const booked = executor
    .select({
      paymentId: ledgerEntries.paymentId,
      captureMinor: sumOf(amountMinor, sql`${ofOrder} and ${kind} = 'CAPTURE'`).as("captures"),
      refundMinor: sumOf(amountMinor, sql`${ofOrder} and ${kind} = 'REFUND'`).as("refunds"),
      imbalanceMinor: sumOf(amountMinor, sql`true`).as("imbalance"),
    })
    .from(ledgerEntries)
    .where(inArray(ledgerEntries.paymentId, padInList(paymentIds)))
    .groupBy(ledgerEntries.paymentId)
    .as("booked");
  const wentBack = executor
    .select({
      paymentId: refunds.paymentId,
      totalMinor: sumOf(refunds.amountMinor, eq(refunds.status, "SUCCEEDED")).as("total"),
    })
    .from(refunds)
    .where(inArray(refunds.paymentId, padInList(paymentIds)))
    .groupBy(refunds.paymentId)
    .as("went_back");
  const orZero = (value: SQL) => sql`coalesce(${value}, 0)`.mapWith(amountMinor);
  return executor
    .select({
      paymentId: payments.id,
      capturedMinor: payments.capturedMinor,
      refundedMinor: payments.refundedMinor,
      refundsMinor: orZero(sql`${wentBack.totalMinor}`),
      bookedCaptureMinor: orZero(sql`${booked.captureMinor}`),
      bookedRefundMinor: orZero(sql`${booked.refundMinor}`),
      imbalanceMinor: orZero(sql`${booked.imbalanceMinor}`),
    })
    .from(payments)
    .leftJoin(booked, eq(booked.paymentId, payments.id))
    .leftJoin(wentBack, eq(wentBack.paymentId, payments.id))
    .where(inArray(payments.id, padInList(paymentIds)));
}

function isAfter(
  table: typeof paymentAttempts | typeof refunds,
  { until, settledAt, id }: SettledPosition,
): SQL | undefined {
  const isInTime = lte(table.settledAt, until);
  if (id === null) return and(gte(table.settledAt, settledAt), isInTime);
  const isLater = or(
    gt(table.settledAt, settledAt),
    and(eq(table.settledAt, settledAt), gt(table.id, id)),
  );
  return and(isLater, isInTime);
}

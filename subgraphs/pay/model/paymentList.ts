import { and, count, desc, eq, exists, gte, inArray, lt, sql, type SQL } from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import type { PaymentProviderName, PaymentStatus, RefundStatus } from "../types/enums";
import type { PaymentRow } from "./payments";
import { payments, refunds } from "./tables";

/** What staff look for; null or absent is everything. */
export interface PaymentFilter {
  readonly statuses: readonly PaymentStatus[] | null;
  readonly providers: readonly PaymentProviderName[] | null;
  /** Payments with at least one refund in one of these. */
  readonly refundStatuses: readonly RefundStatus[] | null;
  readonly createdFrom: Date | null;
  readonly createdBefore: Date | null;
}

/** The newest first. */
export async function listPayments(
  executor: DatabaseExecutor,
  filter: PaymentFilter,
  { beforeId, limit }: { readonly beforeId: string | null; readonly limit: number },
): Promise<readonly PaymentRow[]> {
  return executor
    .select()
    .from(payments)
    .where(
      and(conditionOf(executor, filter), beforeId === null ? undefined : lt(payments.id, beforeId)),
    )
    .orderBy(desc(payments.id))
    .limit(limit);
}

export async function countPayments(
  executor: DatabaseExecutor,
  filter: PaymentFilter,
): Promise<number> {
  const [row] = await executor
    .select({ total: count() })
    .from(payments)
    .where(conditionOf(executor, filter));
  return row?.total ?? 0;
}

function conditionOf(executor: DatabaseExecutor, filter: PaymentFilter): SQL | undefined {
  const { statuses, providers, refundStatuses, createdFrom, createdBefore } = filter;
  return and(
    statuses === null ? undefined : inArray(payments.status, padInList(statuses)),
    providers === null ? undefined : inArray(payments.provider, padInList(providers)),
    createdFrom === null ? undefined : gte(payments.createdAt, createdFrom),
    createdBefore === null ? undefined : lt(payments.createdAt, createdBefore),
    refundStatuses === null
      ? undefined
      : exists(
          executor
            .select({ one: sql`1` })
            .from(refunds)
            .where(
              and(
                eq(refunds.paymentId, payments.id),
                inArray(refunds.status, padInList(refundStatuses)),
              ),
            ),
        ),
  );
}

import { asc, inArray, type InferSelectModel } from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { refunds } from "./tables";

export type RefundRow = InferSelectModel<typeof refunds>;

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

import {
  and,
  asc,
  desc,
  getTableColumns,
  gt,
  inArray,
  lte,
  type InferSelectModel,
} from "drizzle-orm";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { readStatement, slot } from "@micro-shop/common/database/statement";
import { promotions } from "./tables";

export type PromotionRow = InferSelectModel<typeof promotions>;

/** Only these kinds are priced so far, so only these are shown. */
const pricedKinds = ["PERCENT", "FIXED", "FREE_SHIPPING"] as const;

const readRunning = readStatement<{ now: Date }, PromotionRow>(
  getTableColumns(promotions),
  (builder) =>
    builder
      .select()
      .from(promotions)
      .where(
        and(
          lte(promotions.startsAt, slot(promotions.startsAt, "now")),
          gt(promotions.endsAt, slot(promotions.endsAt, "now")),
          inArray(promotions.kind, [...pricedKinds]),
        ),
      )
      .orderBy(desc(promotions.priority), asc(promotions.id)),
);

/** The promotions that run now and are priced, the highest priority first. All of them: one left out would be a wrong price. */
export async function findRunningPromotions(
  executor: DatabaseExecutor,
  now: Date,
): Promise<readonly PromotionRow[]> {
  return readRunning(executor, { now });
}

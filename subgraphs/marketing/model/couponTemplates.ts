import { and, asc, eq, gt, inArray, lt, lte, sql, type InferSelectModel } from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { couponClaims, couponTemplates } from "./tables";

export type CouponTemplateRow = InferSelectModel<typeof couponTemplates>;

/** The templates with these ids, in any order. */
export async function findTemplates(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<readonly CouponTemplateRow[]> {
  return executor
    .select()
    .from(couponTemplates)
    .where(inArray(couponTemplates.id, padInList(ids)));
}

/** Templates in their time, those of which some are left first, then the oldest; at most `limit`. */
export async function findOpenTemplates(
  executor: DatabaseExecutor,
  now: Date,
  limit: number,
): Promise<readonly CouponTemplateRow[]> {
  const isSoldOut = sql`${couponTemplates.claimed} >= ${couponTemplates.quantity}`;
  return executor
    .select()
    .from(couponTemplates)
    .where(and(lte(couponTemplates.startsAt, now), gt(couponTemplates.endsAt, now)))
    .orderBy(isSoldOut, asc(couponTemplates.createdAt), asc(couponTemplates.id))
    .limit(limit);
}

/** Takes one of the template's quantity; false when none is left or it is not its time. */
export async function takeOne(
  transaction: Transaction,
  templateId: string,
  now: Date,
): Promise<boolean> {
  const [{ affectedRows }] = await transaction
    .update(couponTemplates)
    .set({ claimed: sql`${couponTemplates.claimed} + 1` })
    .where(
      and(
        eq(couponTemplates.id, templateId),
        lt(couponTemplates.claimed, couponTemplates.quantity),
        lte(couponTemplates.startsAt, now),
        gt(couponTemplates.endsAt, now),
      ),
    );
  return affectedRows === 1;
}

export interface ClaimOfUser {
  readonly templateId: string;
  readonly userId: string;
}

/** Counts a claim of the user; false when they have `limit` already. */
export async function countClaim(
  transaction: Transaction,
  { templateId, userId }: ClaimOfUser,
  limit: number,
): Promise<boolean> {
  // An upsert locks the row exclusively at once. INSERT IGNORE would take a shared lock first, and two calls of one user
  // would deadlock when both then update.
  await transaction
    .insert(couponClaims)
    .values({ templateId, userId, claimed: 0 })
    .onDuplicateKeyUpdate({ set: { claimed: sql`${couponClaims.claimed}` } });
  const [{ affectedRows }] = await transaction
    .update(couponClaims)
    .set({ claimed: sql`${couponClaims.claimed} + 1` })
    .where(
      and(
        eq(couponClaims.templateId, templateId),
        eq(couponClaims.userId, userId),
        lt(couponClaims.claimed, limit),
      ),
    );
  return affectedRows === 1;
}

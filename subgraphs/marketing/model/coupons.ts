import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  lte,
  sql,
  type InferInsertModel,
  type InferSelectModel,
  type SQL,
} from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { slot, writeStatement } from "@micro-shop/common/database/statement";
import type { OverdueQuestion } from "@micro-shop/common/messaging/settleOverdue";
import type { CouponStatus } from "../types/enums";
import type { CouponTemplateRow } from "./couponTemplates";
import { coupons, couponTemplates } from "./tables";

export type CouponRow = InferSelectModel<typeof coupons>;
export type NewCoupon = InferInsertModel<typeof coupons>;

/** A coupon with what it is a coupon of. */
export interface CouponWithTemplate {
  readonly coupon: CouponRow;
  readonly template: CouponTemplateRow;
}

/** The coupons with these ids, whoever owns them: the caller checks. */
export async function findCoupons(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<readonly CouponRow[]> {
  return executor
    .select()
    .from(coupons)
    .where(inArray(coupons.id, padInList(ids)));
}

/** The coupon with its template, whoever owns it: the caller checks. */
export async function findCouponWithTemplate(
  executor: DatabaseExecutor,
  id: string,
): Promise<CouponWithTemplate | null> {
  const [row] = await executor
    .select({ coupon: coupons, template: couponTemplates })
    .from(coupons)
    .innerJoin(couponTemplates, eq(couponTemplates.id, coupons.templateId))
    .where(eq(coupons.id, id));
  return row ?? null;
}

export interface WalletQuestion {
  readonly userIds: readonly string[];
  /** As it is shown, EXPIRED by the clock; null for all. */
  readonly status: CouponStatus | null;
  readonly now: Date;
  /** Most coupons of one user. */
  readonly limit: number;
}

/** Coupons of several users, the newest first, in one statement. */
export async function findWallets(
  executor: DatabaseExecutor,
  { userIds, status, now, limit }: WalletQuestion,
): Promise<readonly CouponRow[]> {
  const place = sql<number>`row_number() over (partition by ${coupons.userId} order by ${coupons.id} desc)`;
  const wallet = executor
    .select({ ...getTableColumns(coupons), place: place.as("place") })
    .from(coupons)
    .where(and(inArray(coupons.userId, padInList(userIds)), hasStatus(status, now)))
    .as("wallet");
  return executor.select().from(wallet).where(lte(wallet.place, limit)).orderBy(desc(wallet.id));
}

function hasStatus(status: CouponStatus | null, now: Date): SQL | undefined {
  switch (status) {
    case null:
      return undefined;
    case "UNUSED":
      return and(eq(coupons.status, "UNUSED"), gt(coupons.expiresAt, now));
    case "EXPIRED":
      return and(eq(coupons.status, "UNUSED"), lte(coupons.expiresAt, now));
    case "HELD":
    case "USED":
      return eq(coupons.status, status);
  }
}

export async function insertCoupon(executor: DatabaseExecutor, coupon: NewCoupon): Promise<void> {
  await executor.insert(coupons).values(coupon);
}

/** UNUSED → HELD for the order; false when it is not UNUSED any more or its time is over. */
export async function holdCoupon(
  transaction: Transaction,
  hold: { readonly couponId: string; readonly orderId: string; readonly now: Date },
): Promise<boolean> {
  const [{ affectedRows }] = await transaction
    .update(coupons)
    .set({ status: "HELD", orderId: hold.orderId, heldAt: hold.now })
    .where(
      and(
        eq(coupons.id, hold.couponId),
        eq(coupons.status, "UNUSED"),
        gt(coupons.expiresAt, hold.now),
      ),
    );
  return affectedRows === 1;
}

/** HELD → UNUSED; false when the order holds none. */
export async function releaseCoupon(transaction: Transaction, orderId: string): Promise<boolean> {
  const [{ affectedRows }] = await transaction
    .update(coupons)
    .set({ status: "UNUSED", orderId: null, heldAt: null })
    .where(and(eq(coupons.orderId, orderId), eq(coupons.status, "HELD")));
  return affectedRows === 1;
}

const spendHeld = writeStatement<{ orderId: string; now: Date }>((builder) =>
  builder
    .update(coupons)
    .set({ status: "USED", usedAt: slot(coupons.usedAt, "now") })
    .where(and(eq(coupons.orderId, slot(coupons.orderId, "orderId")), eq(coupons.status, "HELD"))),
);

/** HELD → USED; false when the order holds none. */
export async function spendCoupon(
  transaction: Transaction,
  orderId: string,
  now: Date,
): Promise<boolean> {
  const { affectedRows } = await spendHeld(transaction, { orderId, now });
  return affectedRows === 1;
}

/** USED → UNUSED; false when the order has used none. */
export async function unspendCoupon(transaction: Transaction, orderId: string): Promise<boolean> {
  const [{ affectedRows }] = await transaction
    .update(coupons)
    .set({ status: "UNUSED", orderId: null, heldAt: null, usedAt: null })
    .where(and(eq(coupons.orderId, orderId), eq(coupons.status, "USED")));
  return affectedRows === 1;
}

/** Orders that have held a coupon since `before` or longer, ascending by id. */
export async function findLongHeld(
  executor: DatabaseExecutor,
  { before, afterId, limit }: OverdueQuestion,
): Promise<readonly string[]> {
  const rows = await executor
    .select({ orderId: coupons.orderId })
    .from(coupons)
    .where(
      and(
        eq(coupons.status, "HELD"),
        lte(coupons.heldAt, before),
        afterId === null ? undefined : gt(coupons.orderId, afterId),
      ),
    )
    .orderBy(asc(coupons.orderId))
    .limit(limit);
  return rows.flatMap(({ orderId }) => orderId ?? []);
}

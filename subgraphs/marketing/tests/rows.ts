import { newId } from "@micro-shop/common/ids";
import type {
  coupons,
  couponTemplates,
  flashSaleItems,
  flashSales,
  promotions,
} from "../model/tables";

export type TemplateRow = typeof couponTemplates.$inferInsert;
export type CouponRow = typeof coupons.$inferInsert;
export type PromotionRow = typeof promotions.$inferInsert;
export type FlashSaleRow = typeof flashSales.$inferInsert;
export type FlashSaleItemRow = typeof flashSaleItems.$inferInsert;

export const DAY_MS = 24 * 60 * 60 * 1000;
export const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

let count = 0;

/** A template of 100 coupons, 10 % off everything, one a user, in its time. */
export function templateRow(values: Partial<TemplateRow>): TemplateRow {
  const code = `CODE-${++count}`;
  return {
    id: newId(),
    code,
    name: code,
    kind: "PERCENT",
    value: 10,
    minSpendMinor: 0,
    currency: "USD",
    quantity: 100,
    perUserLimit: 1,
    categoryIds: [],
    productIds: [],
    startsAt: inDays(-1),
    endsAt: inDays(1),
    createdAt: new Date(),
    ...values,
  };
}

/** An UNUSED coupon in its time. */
export function couponRow(templateId: string, values: Partial<CouponRow>): CouponRow {
  return {
    id: newId(),
    templateId,
    userId: newId(),
    status: "UNUSED",
    claimedAt: new Date(),
    expiresAt: inDays(1),
    ...values,
  };
}

/** A running promotion of 10 % on everything. */
export function promotionRow(values: Partial<PromotionRow>): PromotionRow {
  return {
    id: newId(),
    name: `Promotion ${++count}`,
    kind: "PERCENT",
    rule: { percent: 10 },
    priority: 0,
    stackable: true,
    currency: "USD",
    categoryIds: [],
    productIds: [],
    startsAt: inDays(-1),
    endsAt: inDays(1),
    createdAt: new Date(),
    ...values,
  };
}

/** A running sale. */
export function flashSaleRow(values: Partial<FlashSaleRow>): FlashSaleRow {
  return {
    id: newId(),
    name: `Sale ${++count}`,
    startsAt: inDays(-1),
    endsAt: inDays(1),
    createdAt: new Date(),
    ...values,
  };
}

/** Ten units at 5.00, three of them sold. */
export function flashSaleItemRow(
  flashSaleId: string,
  productId: string,
  position: number,
): FlashSaleItemRow {
  return {
    id: newId(),
    flashSaleId,
    position,
    skuId: newId(),
    productId,
    flashPriceMinor: 500,
    currency: "USD",
    quota: 10,
    sold: 3,
    perUserLimit: 2,
  };
}

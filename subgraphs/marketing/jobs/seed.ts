import type { Database, Transaction } from "@micro-shop/common/database/pool";
import { insertInParts, seedOnce } from "@micro-shop/common/database/seedOnce";
import { createDemoWorld, demoMarketing, type DemoMarketingSlice } from "@micro-shop/demo-world";
import { discountsStep } from "../logic/discountsStep";
import {
  banners,
  barrier,
  couponClaims,
  coupons,
  couponTemplates,
  flashSaleItems,
  flashSales,
  flashTickets,
  promotions,
  rankings,
} from "../model/tables";

/** Puts the demo's coupons, sales and shop window in, once. Answers whether it did. */
export async function seedMarketing(database: Database, now: Date): Promise<boolean> {
  return seedOnce(database, "demo-world", async (transaction) => {
    const slice = demoMarketing(createDemoWorld(now));
    await seedCoupons(transaction, slice);
    await seedFlashSales(transaction, slice);
    await insertInParts(slice.promotions, (part) => transaction.insert(promotions).values(part));
    await insertInParts(slice.banners, (part) => transaction.insert(banners).values(part));
    await insertInParts(slice.rankings, (part) => transaction.insert(rankings).values(part));
  });
}

async function seedCoupons(transaction: Transaction, slice: DemoMarketingSlice): Promise<void> {
  await insertInParts(slice.couponTemplates, (part) =>
    transaction.insert(couponTemplates).values(part),
  );
  // That a coupon has expired is not stored: its date says so.
  const wallet = slice.coupons.map((coupon) => ({
    ...coupon,
    status: coupon.status === "EXPIRED" ? ("UNUSED" as const) : coupon.status,
  }));
  await insertInParts(wallet, (part) => transaction.insert(coupons).values(part));
  await insertInParts(countClaims(slice), (part) => transaction.insert(couponClaims).values(part));
  // Without the barrier's row, cancelling a demo order would find nothing to undo.
  const held = slice.coupons.flatMap(({ orderId, heldAt }) =>
    orderId === null || heldAt === null
      ? []
      : [{ ...discountsStep(orderId), result: { ok: null }, undoneAt: null, createdAt: heldAt }],
  );
  await insertInParts(held, (part) => transaction.insert(barrier).values(part));
}

function countClaims({ coupons: claimed }: DemoMarketingSlice) {
  const counts = new Map<string, { templateId: string; userId: string; claimed: number }>();
  for (const { templateId, userId } of claimed) {
    const key = `${templateId}/${userId}`;
    const count = counts.get(key)?.claimed ?? 0;
    counts.set(key, { templateId, userId, claimed: count + 1 });
  }
  return [...counts.values()];
}

async function seedFlashSales(transaction: Transaction, slice: DemoMarketingSlice): Promise<void> {
  await insertInParts(slice.flashSales, (part) => transaction.insert(flashSales).values(part));
  const items = slice.flashSales.flatMap((sale) =>
    sale.items.map((item, position) => ({ ...item, flashSaleId: sale.id, position })),
  );
  await insertInParts(items, (part) => transaction.insert(flashSaleItems).values(part));
  await insertInParts(slice.flashTickets, (part) => transaction.insert(flashTickets).values(part));
}

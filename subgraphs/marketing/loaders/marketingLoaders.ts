import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import { lazyLoaders, oneByKey } from "@micro-shop/common/graphql/loaders";
import { findTemplates } from "../model/couponTemplates";
import { findCoupons } from "../model/coupons";
import { findFlashSaleItems, findFlashSales } from "../model/flashSales";
import { findRunningPromotions } from "../model/promotions";
import { findPositions } from "../model/shopWindow";
import { readRunningSales } from "./runningSales";
import { walletLoaders } from "./walletLoaders";

/** The loaders of one request. Those of coupons answer whoever asks: resolvers check the owner. */
export function marketingLoaders({ drizzle }: Database) {
  return lazyLoaders({
    coupon: () =>
      oneByKey({
        read: (ids: readonly string[]) => findCoupons(drizzle, ids),
        keyOf: (coupon) => coupon.id,
      }),
    template: () =>
      oneByKey({
        read: (ids: readonly string[]) => findTemplates(drizzle, ids),
        keyOf: (template) => template.id,
      }),
    wallet: () => walletLoaders(drizzle),
    flashSale: () =>
      oneByKey({
        read: (ids: readonly string[]) => findFlashSales(drizzle, ids),
        keyOf: (sale) => sale.id,
      }),
    flashSaleItem: () =>
      oneByKey({
        read: (ids: readonly string[]) => findFlashSaleItems(drizzle, ids),
        keyOf: (item) => item.id,
      }),
    /** By product id: the running sale it is in, the next to end when it is in several. */
    runningSale: () =>
      oneByKey({
        read: (productIds: readonly string[]) => readRunningSales(drizzle, productIds),
        keyOf: ({ productId }) => productId,
      }),
    /** By product id: its place among the products sold most. */
    hotPosition: () =>
      oneByKey({
        read: (productIds: readonly string[]) => findPositions(drizzle, "HOT", productIds),
        keyOf: ({ productId }) => productId,
      }),
    /** They are few and each product may be in any, so a request reads them once. */
    runningPromotions: () => findRunningPromotions(drizzle, clock.now()),
  });
}

export type MarketingLoaders = ReturnType<typeof marketingLoaders>;

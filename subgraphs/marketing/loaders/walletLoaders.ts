import type DataLoader from "dataloader";
import { clock } from "@micro-shop/common/clock";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { manyByKey } from "@micro-shop/common/graphql/loaders";
import { findWallets, type CouponRow } from "../model/coupons";
import type { CouponStatus } from "../types/enums";

/** Most coupons a wallet shows; the older ones are found by their status. */
export const MAX_WALLET = 100;

type WalletLoader = DataLoader<string, readonly CouponRow[]>;

/** A loader of users' coupons for each status asked for; null: whatever their status. */
export function walletLoaders(
  executor: DatabaseExecutor,
): (status: CouponStatus | null) => WalletLoader {
  const loaders = new Map<CouponStatus | null, WalletLoader>();
  return (status) => {
    const made = loaders.get(status);
    if (made) return made;
    const loader = manyByKey({
      read: (userIds: readonly string[]) =>
        findWallets(executor, { userIds, status, now: clock.now(), limit: MAX_WALLET }),
      keyOf: (coupon) => coupon.userId,
    });
    loaders.set(status, loader);
    return loader;
  };
}

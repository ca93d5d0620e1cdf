import { integerSetting, serviceSettings } from "@micro-shop/common/config";
import { seedAtSetting } from "@micro-shop/common/seedAt";
import type { z } from "zod";
import { PAYMENT_WINDOW_MS } from "./types/limits";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Settings of the order subgraph. */
export const orderSettings = serviceSettings("order").extend({
  /** How long an order waits for its payment, in milliseconds. */
  ORDER_EXPIRY_MS: integerSetting(1_000, 30 * DAY_MS, PAYMENT_WINDOW_MS),
  /** How long after its delivery an order is completed without its buyer, in days. */
  AUTO_COMPLETE_DAYS: integerSetting(1, 365, 7),
  /** How long after its last parcel left an order is completed of which nobody said that it arrived, in days. */
  AUTO_COMPLETE_SHIPPED_DAYS: integerSetting(1, 365, 30),
  /** How long a guest's cart is kept after something was last put into it, in days. */
  GUEST_CART_DAYS: integerSetting(1, 3_650, 60),
  SEED_AT: seedAtSetting(),
});

export type OrderConfig = z.output<typeof orderSettings>;

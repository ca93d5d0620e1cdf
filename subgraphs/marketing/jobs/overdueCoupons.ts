import type { Logger } from "@micro-shop/common/log";
import type { Job } from "@micro-shop/common/server/job";
import { repeat } from "@micro-shop/common/server/repeat";
import { settleHeldCoupons, type OverdueTools } from "../logic/settleHeldCoupons";

const INTERVAL_MS = 15_000;

/** Frees, for as long as the service runs, what orders hold that have ended without a word. */
export function overdueCoupons(tools: OverdueTools, log: Logger): Job {
  return repeat({ name: "overdue coupons", intervalMs: INTERVAL_MS, log }, async () => {
    const orders = await settleHeldCoupons(tools);
    if (orders > 0) log.info({ orders }, "overdue coupons settled");
  });
}

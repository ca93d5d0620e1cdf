import type { Logger } from "@micro-shop/common/log";
import type { Job } from "@micro-shop/common/server/job";
import { repeat } from "@micro-shop/common/server/repeat";
import { settleOverdueStock, type OverdueTools } from "../logic/settleOverdueStock";

const INTERVAL_MS = 15_000;

/** Frees, for as long as the service runs, what orders hold that have ended without a word. */
export function overdueReservations(tools: OverdueTools, log: Logger): Job {
  return repeat({ name: "overdue reservations", intervalMs: INTERVAL_MS, log }, async () => {
    const orders = await settleOverdueStock(tools);
    if (orders > 0) log.info({ orders }, "overdue reservations settled");
  });
}

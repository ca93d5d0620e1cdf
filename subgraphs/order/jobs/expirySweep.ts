import type { Logger } from "@micro-shop/common/log";
import type { Job } from "@micro-shop/common/server/job";
import { repeat } from "@micro-shop/common/server/repeat";
import type { OrderServices } from "../context";
import { expireOrders } from "../logic/expireOrders";

/** An order expires at most this much, and the time of its saga, after its end. */
const INTERVAL_MS = 2_000;

/** Expires unpaid orders for as long as the service runs. */
export function expirySweep(services: OrderServices, log: Logger): Job {
  return repeat({ name: "expiry sweep", intervalMs: INTERVAL_MS, log }, async () => {
    const orders = await expireOrders(services);
    if (orders > 0) log.info({ orders }, "the time of unpaid orders is over");
  });
}

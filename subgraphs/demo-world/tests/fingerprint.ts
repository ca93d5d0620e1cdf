import { createHash } from "node:crypto";
import {
  createDemoWorld,
  demoMarketing,
  demoOrders,
  demoPayments,
  demoProducts,
  demoUsers,
} from "../index";

/** All slices of one world. Runs outside jest, too. */
export function slicesOf(now: Date, seed?: number) {
  const world = createDemoWorld(now, seed);
  return {
    now,
    user: demoUsers(world),
    product: demoProducts(world),
    order: demoOrders(world),
    pay: demoPayments(world),
    marketing: demoMarketing(world),
  };
}

export type Slices = ReturnType<typeof slicesOf>;

/** One line that changes when anything in the slices does. */
export const fingerprint = (slices: Slices): string =>
  createHash("sha256").update(JSON.stringify(slices)).digest("hex");

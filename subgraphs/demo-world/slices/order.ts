import { DEMO_TAX_PERCENT, demoShippingMethods } from "../orders/pricing";
import type { DemoOrder, DemoShippingMethod } from "../types/orders";
import type { DemoWorld } from "../world";

/** What the order subgraph inserts. */
export interface DemoOrderSlice {
  /** Oldest first. */
  readonly orders: readonly DemoOrder[];
  /** The first is the default. */
  readonly shippingMethods: readonly DemoShippingMethod[];
  /** Whole percent of items less discount. */
  readonly taxPercent: number;
}

export function demoOrders(world: DemoWorld): DemoOrderSlice {
  return {
    orders: world.trade().orders,
    shippingMethods: demoShippingMethods,
    taxPercent: DEMO_TAX_PERCENT,
  };
}

import { serviceSettings } from "@micro-shop/common/config";
import { seedAtSetting } from "@micro-shop/common/seedAt";
import type { z } from "zod";

/** Settings of the order subgraph. */
export const orderSettings = serviceSettings("order").extend({ SEED_AT: seedAtSetting() });

export type OrderConfig = z.output<typeof orderSettings>;

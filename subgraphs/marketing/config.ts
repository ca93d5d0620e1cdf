import { serviceSettings } from "@micro-shop/common/config";
import { seedAtSetting } from "@micro-shop/common/seedAt";

/** Settings of the marketing subgraph. */
export const marketingSettings = serviceSettings("marketing").extend({ SEED_AT: seedAtSetting() });

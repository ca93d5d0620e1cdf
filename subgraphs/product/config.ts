import { serviceSettings } from "@micro-shop/common/config";
import { seedAtSetting } from "@micro-shop/common/seedAt";

/** Settings of the product subgraph. */
export const productSettings = serviceSettings("product").extend({ SEED_AT: seedAtSetting() });

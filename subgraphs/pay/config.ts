import { z } from "zod";
import { integerSetting, serviceSettings, setting } from "@micro-shop/common/config";
import { seedAtSetting } from "@micro-shop/common/seedAt";

/** Settings of the pay subgraph. */
export const paySettings = serviceSettings("pay").extend({
  /** Longest wait for a provider's answer in milliseconds. */
  PROVIDER_TIMEOUT_MS: integerSetting(10, 30_000, 2_000),
  /**
   * Signs the notices of the sandbox provider. Made up in development; in production the sandbox, with which anybody pays
   * for nothing, is set up only where this is set.
   */
  SANDBOX_WEBHOOK_SECRET: setting(z.string().min(32, "is shorter than 32 characters").optional(), {
    fix: "Set it to a secret of its own, or leave it out to go without the sandbox provider.",
    secret: "value",
    develop: (seed) => seed.toString("base64url"),
  }),
  SEED_AT: seedAtSetting(),
});

export type PayConfig = z.output<typeof paySettings>;

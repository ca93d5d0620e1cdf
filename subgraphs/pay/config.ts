import { z } from "zod";
import { integerSetting, serviceSettings, setting } from "@micro-shop/common/config";
import { seedAtSetting } from "@micro-shop/common/seedAt";
import { sandboxSettings } from "./providers/sandbox/server/sandboxSettings";

/** Settings of the pay subgraph. */
export const paySettings = serviceSettings("pay").extend({
  /** Longest wait for a provider's answer in milliseconds. */
  PROVIDER_TIMEOUT_MS: integerSetting(10, 30_000, 2_000),
  /** MANUAL: payments are only authorised, and staff captures or voids them. */
  PAYMENT_CAPTURE: setting(
    z.enum(["AUTOMATIC", "MANUAL"], { error: "is unknown" }).default("AUTOMATIC"),
    {
      fix: "Use AUTOMATIC, or MANUAL for payments that staff captures; default AUTOMATIC.",
    },
  ),
  ...sandboxSettings,
  /** Where the sandbox runs; by default in this process, on a port of its own. */
  SANDBOX_URL: setting(z.url({ protocol: /^https?$/, error: "is no http(s) URL" }).optional(), {
    fix: "Use the base URL of a sandbox that runs by itself, e.g. http://127.0.0.1:4010, or leave it out.",
  }),
  /** Sets Stripe up, together with the secret of its notices. */
  STRIPE_SECRET_KEY: setting(z.string().min(1).optional(), {
    fix: "Use the secret key of a Stripe account (sk_…), or leave it out to go without Stripe.",
    secret: "value",
  }),
  STRIPE_WEBHOOK_SECRET: setting(z.string().min(1).optional(), {
    fix: "Use the signing secret (whsec_…) of the endpoint <public URL of pay>/webhooks/stripe.",
    secret: "value",
  }),
  /** How long notices of providers are remembered, in days. */
  NOTICE_DAYS: integerSetting(7, 3_650, 90),
  /** How long it is remembered that the books were compared, in days. */
  RECONCILIATION_DAYS: integerSetting(7, 3_650, 400),
  SEED_AT: seedAtSetting(),
});

export type PayConfig = z.output<typeof paySettings>;

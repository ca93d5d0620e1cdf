import type { z } from "zod";
import { serviceSettings } from "@micro-shop/common/config";
import { seedAtSetting } from "@micro-shop/common/seedAt";
import { tokenKeySetting } from "@micro-shop/common/security/tokenKey";

/** Settings of the user subgraph. */
export const userSettings = serviceSettings("user").extend({
  /** Ed25519 private key in PEM form that signs access tokens. */
  TOKEN_PRIVATE_KEY: tokenKeySetting(),
  SEED_AT: seedAtSetting(),
});

export type UserConfig = z.output<typeof userSettings>;

import { z } from "zod";
import { integerSetting, setting } from "@micro-shop/common/config";

const develop = (seed: Buffer): string => seed.toString("base64url");
const secret = z.string().min(32, "is shorter than 32 characters").optional();

/** Settings of the sandbox, wherever it runs, and of its merchant. */
export const sandboxSettings = {
  /**
   * Signs the notices of the sandbox. Made up in development; in production the sandbox, with which anybody pays for
   * nothing, is set up only where this is set.
   */
  SANDBOX_WEBHOOK_SECRET: setting(secret, {
    fix: "Set it to a secret of its own, or leave it out to go without the sandbox provider.",
    secret: "value",
    develop,
  }),
  /** What merchants show the sandbox; needed where it runs by itself. */
  SANDBOX_SECRET_KEY: setting(secret, {
    fix: "Set it to a secret of its own, the same for pay and the sandbox.",
    secret: "value",
    develop,
  }),
  /** Where it listens on this machine; when pay finds it taken, any free port serves. */
  SANDBOX_PORT: integerSetting(0, 65_535, 4_010),
  /** Base URL under which buyers reach the pages on which they confirm. */
  SANDBOX_PAGE_URL: setting(
    z
      .url({ protocol: /^https?$/, error: "is no http(s) URL" })
      .transform((text) => text.replace(/\/+$/, ""))
      .optional(),
    { fix: "Use the public base URL of the sandbox, or leave it out for http://127.0.0.1:<port>." },
  ),
  /** How often a notice is sent again although it was taken: trials of what that does. */
  SANDBOX_NOTICE_REPEATS: integerSetting(0, 10, 0),
};

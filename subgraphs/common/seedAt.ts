import { z } from "zod";
import { setting } from "./settings";

/** Instant the demo data is made for; nothing is seeded without it, and production refuses it. */
export function seedAtSetting() {
  const schema = z.iso
    .datetime({ error: "is no RFC 3339 instant" })
    .transform((text) => new Date(text))
    .refine(() => process.env["NODE_ENV"] !== "production", "is refused in production")
    .optional();
  return setting(schema, {
    fix: "Use an instant such as 2026-01-01T00:00:00Z, or leave it out for an empty shop.",
  });
}

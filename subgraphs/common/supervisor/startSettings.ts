import { z } from "zod";
import { gatewaySettings, loadConfig, setting } from "../config";
import { tokenKeySetting } from "../security/tokenKey";
import { serviceNames } from "../serviceNames";
import { passwordSettings } from "./mallDatabases";
import { portsOf, type MallPorts } from "./ports";

/** What a start of the whole mall takes from its settings. */
export interface StartSettings {
  readonly ports: MallPorts;
  /** Whether the demo data is put into an empty shop. */
  readonly isSeedWanted: boolean;
}

/**
 * Checks every setting that the services share and every secret that production must be given, so that all that is bad or
 * missing is named at once and before anything is started. Throws a ConfigError.
 */
export function loadStartSettings(environment: NodeJS.ProcessEnv): StartSettings {
  const isProduction = environment["NODE_ENV"] === "production";
  const shape = gatewaySettings().extend({
    ...passwordSettings(serviceNames),
    TOKEN_PRIVATE_KEY: tokenKeySetting(),
    SEED: seedSetting(isProduction),
  });
  const settings = loadConfig(shape, environment);
  return { ports: portsOf(settings), isSeedWanted: settings.SEED === "on" };
}

function seedSetting(isProduction: boolean) {
  const schema = z
    .enum(["on", "off"], { error: "is unknown" })
    .refine((value) => value === "off" || !isProduction, "is refused in production")
    .default(isProduction ? "off" : "on");
  return setting(schema, { fix: "Use on (default) for the demo shop, off for an empty one." });
}

import { z } from "zod";
import { dataDirOf, integerSetting, secretSetting, setting } from "./settings";
import { DatabaseUrlError, parseDatabaseUrl } from "./database/databaseUrl";
import { defaultPorts, type ServiceName } from "./serviceNames";

export {
  ConfigError,
  dataDirOf,
  integerSetting,
  loadConfig,
  printConfig,
  projectRoot,
  redactConfig,
  secretSetting,
  setting,
  type Environment,
} from "./settings";

const environments = ["development", "test", "production"] as const;
const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Settings of every process; `PORT=0` takes a free port. */
function processSettings(name: ServiceName | "gateway") {
  return {
    NODE_ENV: oneOf(environments, "development"),
    LOG_LEVEL: oneOf(logLevels, "info"),
    HOST: setting(z.string().default("127.0.0.1"), {
      fix: "Use the address to listen on, e.g. 127.0.0.1, or 0.0.0.0 in a container.",
    }),
    PORT: integerSetting(0, 65_535, defaultPorts[name]),
    DATA_DIR: setting(
      z
        .string()
        .default(".data")
        .transform((text) => dataDirOf(text)),
      { fix: "Use a folder that this user can write to." },
    ),
    IDENTITY_SECRET: secretSetting(),
    USER_URL: serviceUrl("user"),
    PRODUCT_URL: serviceUrl("product"),
    ORDER_URL: serviceUrl("order"),
    PAY_URL: serviceUrl("pay"),
    MARKETING_URL: serviceUrl("marketing"),
  };
}

type DatabaseUrlKey<Name extends ServiceName> = `${Uppercase<Name>}_DATABASE_URL`;
type ProcessShape = ReturnType<typeof processSettings>;
type ServiceShape<Name extends ServiceName> = ProcessShape &
  Record<DatabaseUrlKey<Name>, z.ZodString>;

/** Settings that all subgraphs share, with the subgraph's own database URL. Add its own by `.extend({...})`. */
export function serviceSettings<Name extends ServiceName>(
  name: Name,
): z.ZodObject<ServiceShape<Name>> {
  const shape = { ...processSettings(name), [databaseUrlKey(name)]: databaseUrl(name) };
  // TypeScript widens a computed key of a generic name to string.
  return z.object(shape) as unknown as z.ZodObject<ServiceShape<Name>>;
}

/** Settings of the gateway, which has no database. */
export function gatewaySettings(): z.ZodObject<ProcessShape> {
  return z.object(processSettings("gateway"));
}

/** Name of the variable with a subgraph's database URL, e.g. `ORDER_DATABASE_URL`. */
export function databaseUrlKey<Name extends ServiceName>(name: Name): DatabaseUrlKey<Name> {
  return `${name.toUpperCase()}_DATABASE_URL` as DatabaseUrlKey<Name>;
}

function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
  defaultValue: Values[number],
) {
  const schema = z.enum(values, { error: "is unknown" }).default(defaultValue);
  return setting(schema, { fix: `Use one of ${values.join(", ")}; default ${defaultValue}.` });
}

/** Base URL of a subgraph, without a path. */
function serviceUrl(name: ServiceName) {
  const fallback = `http://127.0.0.1:${defaultPorts[name]}`;
  const schema = z
    .url({ protocol: /^https?$/, error: "is no http(s) URL" })
    .transform((text) => text.replace(/\/+$/, ""))
    .default(fallback);
  return setting(schema, { fix: `Use the base URL of the ${name} subgraph, e.g. ${fallback}.` });
}

function databaseUrl(name: ServiceName) {
  const schema = z.string().superRefine((text, refinement) => {
    try {
      const address = parseDatabaseUrl(text);
      if (address.database === "") refinement.addIssue("names no database");
    } catch (error) {
      if (!(error instanceof DatabaseUrlError)) throw error;
      refinement.addIssue(`is bad: ${error.message}`);
    }
  });
  return setting(schema, {
    fix: `\`npm start\` in the project's root starts the whole mall and provides the ${name} database.`,
    secret: "url",
  });
}

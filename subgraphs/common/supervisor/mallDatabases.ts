import { z } from "zod";
import { dataDirOf, databaseUrlKey, loadConfig, setting } from "../config";
import { ensureDatabases, type EnsuredDatabases } from "../database/ensureDatabases";
import { createLog } from "../log";
import type { ServiceName } from "../serviceNames";

export interface MallDatabaseOptions<Name extends ServiceName> {
  readonly environment: NodeJS.ProcessEnv;
  readonly names: readonly Name[];
  readonly onProgress?: (sentence: string) => void;
  /** Told when the embedded server ended by itself, and when it runs again. */
  readonly report?: (sentence: string) => void;
}

/**
 * The databases of the named services: on the server of `DATABASE_URL`, else on the embedded one.
 * The supervisor and a service run alone come to the same accounts, whoever was first.
 */
export async function ensureMallDatabases<Name extends ServiceName>(
  options: MallDatabaseOptions<Name>,
): Promise<EnsuredDatabases<Name>> {
  const { environment, names } = options;
  const dataDir = dataDirOf(environment["DATA_DIR"]);
  const shape: Record<string, z.ZodString> = passwordSettings<ServiceName>(names);
  const given = loadConfig(z.object(shape), environment);
  const passwords = Object.fromEntries(
    names.map((name) => [name, given[databasePasswordKey(name)]]),
  ) as Record<Name, string>;
  return ensureDatabases({
    dataDir,
    databaseUrl: environment["DATABASE_URL"],
    names,
    passwords,
    onProgress: options.onProgress,
    report: options.report,
  });
}

/**
 * The environment of a service run alone: with a database URL, provided if it has none outside production.
 * `stop` gives back what was started for it.
 */
export async function withOwnDatabase(
  name: ServiceName,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<{ environment: NodeJS.ProcessEnv; stop: () => Promise<void> }> {
  const key = databaseUrlKey(name);
  if (environment[key] || environment["NODE_ENV"] === "production") {
    return { environment, stop: async () => undefined };
  }
  const log = createLog(name);
  const databases = await ensureMallDatabases({
    environment,
    names: [name],
    report: (sentence) => log.warn(sentence),
  });
  return {
    environment: { ...environment, [key]: databases.urls[name] },
    stop: () => databases.stop(),
  };
}

/** Name of the variable with the password of a subgraph's account, e.g. `ORDER_DATABASE_PASSWORD`. */
export function databasePasswordKey<Name extends ServiceName>(name: Name): PasswordKey<Name> {
  return `${name.toUpperCase()}_DATABASE_PASSWORD` as PasswordKey<Name>;
}

type PasswordKey<Name extends ServiceName> = `${Uppercase<Name>}_DATABASE_PASSWORD`;

/** The settings with the passwords of these accounts: given in production, made up elsewhere. */
export function passwordSettings<Name extends ServiceName>(
  names: readonly Name[],
): Record<PasswordKey<Name>, z.ZodString> {
  const entries = names.map((name) => [databasePasswordKey(name), passwordSetting()]);
  return Object.fromEntries(entries) as Record<PasswordKey<Name>, z.ZodString>;
}

function passwordSetting() {
  return setting(z.string(), {
    fix: "Set it to a secret of its own, e.g. the output of `openssl rand -hex 24`.",
    secret: "value",
    develop: (seed) => seed.toString("base64url"),
  });
}

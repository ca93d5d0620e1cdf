import { ConfigError, dataDirOf, databaseUrlKey } from "../config";
import { ensureDatabases, type EnsuredDatabases } from "../database/ensureDatabases";
import { developmentSecret } from "../secrets";
import type { ServiceName } from "../serviceNames";

export interface MallDatabaseOptions<Name extends ServiceName> {
  readonly environment: NodeJS.ProcessEnv;
  readonly names: readonly Name[];
  readonly onProgress?: (sentence: string) => void;
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
  requirePasswords(names, environment);
  const passwords = Object.fromEntries(
    names.map((name) => [name, passwordOf(name, environment, dataDir)]),
  ) as Record<Name, string>;
  return ensureDatabases({
    dataDir,
    databaseUrl: environment["DATABASE_URL"],
    names,
    passwords,
    onProgress: options.onProgress,
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
  const databases = await ensureMallDatabases({ environment, names: [name] });
  return {
    environment: { ...environment, [key]: databases.urls[name] },
    stop: () => databases.stop(),
  };
}

/** Name of the variable with the password of a subgraph's account, e.g. `ORDER_DATABASE_PASSWORD`. */
export function databasePasswordKey(name: ServiceName): string {
  return `${name.toUpperCase()}_DATABASE_PASSWORD`;
}

/** Production is given its passwords, all others are made up. */
function requirePasswords(names: readonly ServiceName[], environment: NodeJS.ProcessEnv): void {
  if (environment["NODE_ENV"] !== "production") return;
  const missing = names.map(databasePasswordKey).filter((key) => !environment[key]);
  if (missing.length === 0) return;
  throw new ConfigError(
    missing.map(
      (key) =>
        `${key} is missing (required in production). Set it to a secret of its own, e.g. the output of \`openssl rand -hex 24\`.`,
    ),
  );
}

function passwordOf(name: ServiceName, environment: NodeJS.ProcessEnv, dataDir: string): string {
  const key = databasePasswordKey(name);
  return environment[key] || developmentSecret(dataDir, key).toString("base64url");
}

import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedServer } from "./embedded/embeddedServer";
import type { OnProgress } from "./embedded/engine";
import { isConnectionLost } from "./errors";
import { provisionDatabases } from "./provision";

const HEAL_TIMEOUT_MS = 10_000;

export interface EnsureDatabasesOptions<Name extends string> {
  /** Folder of everything the mall keeps; the embedded server lives in `database` below it. */
  readonly dataDir: string;
  /** An administrator's URL of a server that runs already; without it the embedded server is used. */
  readonly databaseUrl?: string | undefined;
  readonly names: readonly Name[];
  /** Password of each account; an account that exists gets this one. */
  readonly passwords: Readonly<Record<Name, string>>;
  /** Before each database and account name, default `mall_`. */
  readonly prefix?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Told, in a sentence, when the embedded server ended by itself, and when it runs again or cannot. */
  readonly report?: ((sentence: string) => void) | undefined;
}

export interface EnsuredDatabases<Name extends string> {
  /** One URL a name, for `openDatabase`. */
  readonly urls: Readonly<Record<Name, string>>;
  readonly adminUrl: string;
  readonly isEmbedded: boolean;
  /** Stops the embedded server if this process runs it. Close the pools first. */
  stop(): Promise<void>;
}

/**
 * The databases of the mall, whatever it takes: on the server of `databaseUrl`, else on the embedded one, which is
 * attached to, started, or fetched first. Errors name the fix: NoDatabaseError, DataFolderError, DatabaseUrlError,
 * DatabaseConnectionError.
 */
export async function ensureDatabases<Name extends string>(
  options: EnsureDatabasesOptions<Name>,
): Promise<EnsuredDatabases<Name>> {
  const server = await findServer(options);
  try {
    options.onProgress?.("preparing databases and accounts");
    const urls = await provision(server, options);
    return { ...server, urls };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function findServer(options: EnsureDatabasesOptions<string>) {
  if (options.databaseUrl !== undefined && options.databaseUrl !== "") {
    return { adminUrl: options.databaseUrl, isEmbedded: false, stop: async () => undefined };
  }
  const server = await startEmbeddedServer(options);
  return { adminUrl: server.adminUrl, isEmbedded: true, stop: () => server.stop() };
}

/** An embedded server that ends meanwhile, because the process that ran it ends, is started again by this one: wait for that. */
async function provision<Name extends string>(
  server: { adminUrl: string; isEmbedded: boolean },
  options: EnsureDatabasesOptions<Name>,
): Promise<Record<Name, string>> {
  for (const giveUpAt = Date.now() + HEAL_TIMEOUT_MS; ;) {
    try {
      return await provisionDatabases(server.adminUrl, options.names, options.passwords, options);
    } catch (error) {
      if (!server.isEmbedded || !isConnectionLost(error) || Date.now() > giveUpAt) throw error;
    }
    await sleep(100);
  }
}

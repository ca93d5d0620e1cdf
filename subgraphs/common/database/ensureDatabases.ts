import type { Logger } from "../log";
import { startEmbeddedServer } from "./embedded/embeddedServer";
import type { OnProgress } from "./embedded/engine";
import { provisionDatabases } from "./provision";

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
  readonly log?: Logger | undefined;
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
    const urls = await provisionDatabases(
      server.adminUrl,
      options.names,
      options.passwords,
      options,
    );
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

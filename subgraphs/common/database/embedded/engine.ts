import { withoutSecrets } from "../../secrets";

/** A database server program that can be run on a private data folder. */
export interface Engine {
  readonly flavour: "mariadb" | "mysql";
  /** e.g. `10.11.19-MariaDB`. */
  readonly version: string;
  readonly binary: string;
  /** Folder of the SQL files and messages; null when the program knows it itself (MySQL). */
  readonly shareFolder: string | null;
  /** For LD_LIBRARY_PATH; null when the system's libraries suffice. */
  readonly libraryPath: string | null;
  /** Where it came from, for progress lines and messages. */
  readonly origin: string;
}

/** Told what is being done, in a few words, e.g. "fetching MariaDB (7 MB, once)". */
export type OnProgress = (step: string) => void;

/** The environment the engine's program needs: none of the mall's secrets are its business. */
export function engineEnvironment({ libraryPath }: Pick<Engine, "libraryPath">): NodeJS.ProcessEnv {
  const environment = withoutSecrets(process.env);
  return libraryPath === null ? environment : { ...environment, LD_LIBRARY_PATH: libraryPath };
}

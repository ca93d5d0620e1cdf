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

/** The environment the engine's program needs. */
export function engineEnvironment(engine: Pick<Engine, "libraryPath">): NodeJS.ProcessEnv {
  if (engine.libraryPath === null) return process.env;
  return { ...process.env, LD_LIBRARY_PATH: engine.libraryPath };
}

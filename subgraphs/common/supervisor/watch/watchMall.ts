import { join } from "node:path";
import type { ServiceName } from "../../serviceNames";
import { afterQuiet } from "./afterQuiet";
import { compile, type Compilation } from "./compile";
import { changedServices, readCompiledCode } from "./compiledCode";
import { watchFolders } from "./watchFolders";

/** An editor writes a file in steps. */
const QUIET_MS = 100;

export interface WatchMallOptions {
  /** The project's root, with `tsconfig.json`. */
  readonly root: string;
  /** Its folders with sources. */
  readonly folders: readonly string[];
  /** Starts a service anew; must not reject. */
  readonly restart: (name: ServiceName | "gateway") => Promise<void>;
  /** Told in a few words what is being done. */
  readonly onProgress: (step: string) => void;
  /** Told what the compiler complains about; nothing is restarted then. */
  readonly report: (complaints: string) => void;
  readonly startCompilation?: (root: string) => Compilation;
}

/**
 * Compiles whenever a source changes, and once that goes without an error, restarts the services whose code it has changed.
 * Returns the way to stop, which ends a compilation under way.
 */
export async function watchMall(options: WatchMallOptions): Promise<() => Promise<void>> {
  const { root, folders, restart, onProgress, report, startCompilation = compile } = options;
  let running = await readCompiledCode(root);
  let compilation: Compilation | undefined;
  let isStopped = false;
  const work = afterQuiet(QUIET_MS, async () => {
    onProgress("compiling");
    compilation = startCompilation(root);
    const complaints = await compilation.complaints;
    // What changed meanwhile is compiled first: it may mend what was complained about.
    if (isStopped || work.isDue()) return;
    if (complaints !== "") return report(complaints);
    const compiled = await readCompiledCode(root);
    const changed = changedServices(running, compiled);
    running = compiled;
    onProgress(
      changed.length === 0
        ? "compiled; no service has changed"
        : `restarting ${changed.join(", ")}`,
    );
    await Promise.all(changed.map(restart));
  });
  const unwatch = watchFolders(
    folders.map((folder) => join(root, folder)),
    (path) => {
      if (isSource(path)) work.trigger();
    },
  );
  return async () => {
    isStopped = true;
    unwatch();
    compilation?.stop();
    await work.stop();
  };
}

/** A name without an ending is a folder, which may have come with files in it. */
function isSource(path: string): boolean {
  return /\.(?:ts|json)$|\/[^/.]+$/.test(path.replaceAll("\\", "/"));
}

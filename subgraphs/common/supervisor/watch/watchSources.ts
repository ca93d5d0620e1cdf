import { execFile } from "node:child_process";
import { watch } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterQuiet } from "./afterQuiet";

/** An editor writes a file in steps. */
const QUIET_MS = 100;

export interface WatchSourcesOptions {
  /** The project's root, with `tsconfig.json`. */
  readonly root: string;
  /** Its folders with sources. */
  readonly folders: readonly string[];
  /** Told what the compiler says, empty when nothing is wrong. */
  readonly report: (complaints: string) => void;
}

/**
 * Compiles anew whenever a source changes. Returns the way to stop.
 * Not by `tsc -b --watch`: TypeScript 7.0 misses changes in trees of this size (microsoft/TypeScript#63867), and leaves
 * its native process behind. `tsc -b` takes 2 to 4 s for a change within one workspace.
 */
export function watchSources({ root, folders, report }: WatchSourcesOptions): () => void {
  const builds = afterQuiet(QUIET_MS, async () => report(await build(root)));
  const watchers = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_event, file) => {
      if (file !== null && isSource(file)) builds.trigger();
    }),
  );
  return () => {
    builds.stop();
    for (const watcher of watchers) watcher.close();
  };
}

function build(root: string): Promise<string> {
  const manifest = createRequire(join(root, "package.json")).resolve("typescript/package.json");
  const parameters = [join(manifest, "../bin/tsc"), "-b", "--pretty", "false"];
  return new Promise((resolve) => {
    execFile(process.execPath, parameters, { cwd: root }, (error, stdout) => {
      resolve(error === null ? "" : stdout.trim() || error.message);
    });
  });
}

function isSource(file: string): boolean {
  const path = file.replaceAll("\\", "/");
  return /\.(?:ts|json)$/.test(path) && !/(?:^|\/)(?:dist|node_modules)\//.test(path);
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { serviceNames, type ServiceName } from "../serviceNames";

type MallName = ServiceName | "gateway";

/** A compilation writes many files: what changed within this time belongs together. */
const QUIET_MS = 300;

export interface WatchOptions {
  /** The project's root. */
  readonly root: string;
  /** Starts a service anew; called for one after the other. */
  readonly restart: (name: MallName) => Promise<void>;
}

/** Calls `restart` for every service whose compiled code has changed, for all when it is common's. Returns the way to stop. */
export function watchBuild({ root, restart }: WatchOptions): () => void {
  const changed = new Set<MallName>();
  let timer: NodeJS.Timeout | undefined;
  let restarts = Promise.resolve();
  const restartChanged = (): void => {
    const names = [...changed];
    changed.clear();
    restarts = restarts.then(async () => {
      for (const name of names) await restart(name);
    });
  };
  const watchers = [...watchedFolders()].map(([folder, names]) =>
    watch(join(root, folder, "dist"), { recursive: true }, (_event, file) => {
      if (file === null || !isServed(file)) return;
      for (const name of names) changed.add(name);
      clearTimeout(timer);
      timer = setTimeout(restartChanged, QUIET_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** Compiles what changes, until it is stopped; errors go to the terminal. */
export function watchSources(root: string): () => Promise<void> {
  const tsc = createRequire(join(root, "package.json")).resolve("typescript/package.json");
  const child = spawn(
    process.execPath,
    [join(tsc, "../bin/tsc"), "-b", "--watch", "--preserveWatchOutput"],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
  );
  const ended = once(child, "exit");
  return async () => {
    child.kill("SIGTERM");
    await ended;
  };
}

/** Workspaces that serve, each with who must start anew when it changes. */
function watchedFolders(): ReadonlyMap<string, readonly MallName[]> {
  return new Map<string, readonly MallName[]>([
    ["subgraphs/common", [...serviceNames, "gateway"]],
    ["gateway", ["gateway"]],
    ...serviceNames.map((name) => [`subgraphs/${name}`, [name]] as const),
  ]);
}

/** Neither tests nor the playground's page are loaded by a service. */
function isServed(file: string): boolean {
  const path = file.replaceAll("\\", "/");
  return path.endsWith(".js") && !/\.test\.js$|(?:^|\/)(?:tests|testing|playground)\//.test(path);
}

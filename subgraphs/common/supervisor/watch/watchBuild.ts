import { watch } from "node:fs";
import { join } from "node:path";
import { serviceNames, type ServiceName } from "../../serviceNames";
import { afterQuiet } from "./afterQuiet";

type MallName = ServiceName | "gateway";

/** A compilation writes many files: what changes within this time belongs together. */
const QUIET_MS = 300;

export interface WatchBuildOptions {
  /** The project's root. */
  readonly root: string;
  /** Starts a service anew; called for one after the other, and must not reject. */
  readonly restart: (name: MallName) => Promise<void>;
}

/** Calls `restart` for every service whose compiled code has changed, for all when it is common's. Returns the way to stop. */
export function watchBuild({ root, restart }: WatchBuildOptions): () => void {
  const changed = new Set<MallName>();
  const restarts = afterQuiet(QUIET_MS, async () => {
    const names = [...changed];
    changed.clear();
    for (const name of names) await restart(name);
  });
  const watchers = [...watchedFolders()].map(([folder, names]) =>
    watch(join(root, folder, "dist"), { recursive: true }, (_event, file) => {
      if (file === null || !isServed(file)) return;
      for (const name of names) changed.add(name);
      restarts.trigger();
    }),
  );
  return () => {
    restarts.stop();
    for (const watcher of watchers) watcher.close();
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

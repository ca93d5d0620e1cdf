import { readdirSync, statSync, watch, type FSWatcher } from "node:fs";
import { basename, join } from "node:path";

/**
 * Calls `onChange` with the path of whatever changes in the folders and below, but for `dist`, `node_modules` and hidden
 * names. One watcher a folder: the recursive one of Node 20 on Linux watches every file by itself, is late in large trees
 * and loses a file that an editor replaces. Returns the way to stop.
 */
export function watchFolders(
  folders: readonly string[],
  onChange: (path: string) => void,
): () => void {
  const watchers = new Map<string, FSWatcher>();
  const forget = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string): void => {
    // One of the same name may have been removed and made again: the old watcher would stay silent.
    forget(folder);
    const watcher = watch(folder, (_event, file) => {
      if (file !== null && !isSkipped(file)) look(join(folder, file));
    });
    watcher.on("error", () => forget(folder));
    watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !isSkipped(entry.name)) add(join(folder, entry.name));
    }
  };
  const look = (path: string): void => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) forget(path);
    else if (stats.isDirectory()) addUnlessGone(path);
    onChange(path);
  };
  const addUnlessGone = (folder: string): void => {
    try {
      add(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  };
  for (const folder of folders) add(folder);
  return () => {
    for (const folder of watchers.keys()) forget(folder);
  };
}

function isSkipped(path: string): boolean {
  const name = basename(path);
  return name === "dist" || name === "node_modules" || name.startsWith(".");
}

import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Logger } from "@micro-shop/common/log";
import type { Engine } from "./engine";

const LOOK_EVERY_MS = 500;

export interface SupergraphWatch {
  readonly file: string;
  readonly engine: Engine;
  readonly log: Logger;
  /** Called after each attempt. */
  readonly onReload: (outcome: "loaded" | "refused") => void;
}

/**
 * Reloads the engine when the file changes; a file that cannot be run leaves the old supergraph in place.
 * Looks by polling, because change notices miss files that are replaced by rename or mounted from elsewhere.
 * Returns the way to stop.
 */
export function watchSupergraph({ file, engine, log, onReload }: SupergraphWatch): () => void {
  const look = async (): Promise<void> => {
    try {
      await engine.reload(await readFile(file, "utf8"));
      log.info({ file }, "supergraph loaded");
      onReload("loaded");
    } catch (error) {
      log.error({ err: error, file }, "the changed supergraph was refused; the old one stays");
      onReload("refused");
    }
  };
  const onChange = (): void => void look();
  watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, onChange);
  return () => unwatchFile(file, onChange);
}

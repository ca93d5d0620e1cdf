import { readFile, stat } from "node:fs/promises";
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
  /** Unknown at first, so that a change between loading and watching is not missed. */
  let seen: string | undefined;
  let isLooking = false;

  async function look(): Promise<void> {
    const mark = await markOf(file);
    if (mark === seen) return;
    seen = mark;
    try {
      const isNew = await engine.reload(await readFile(file, "utf8"));
      if (!isNew) return;
      log.info({ file }, "supergraph loaded");
      onReload("loaded");
    } catch (error) {
      log.error({ err: error, file }, "the changed supergraph was refused; the old one stays");
      onReload("refused");
    }
  }

  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** Changes whenever the file does. A file that cannot be seen has a mark of its own; reading it says why. */
async function markOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "gone";
  }
}

import type { VirtualTime } from "./virtualTime";

/** A process. What it waits for when it dies never comes; while it hangs, everything comes late. */
export interface Life {
  readonly isDead: () => boolean;
  /** Waits as long, and until the process does not hang any more. Never resolves in a dead one. */
  spend(ms: number): Promise<void>;
  hang(ms: number): void;
  die(): void;
}

export function createLife(time: VirtualTime): Life {
  let isDead = false;
  let hangsUntil = 0;
  return {
    isDead: () => isDead,
    spend: (ms) =>
      new Promise((resolve) => {
        const goOn = (): void => {
          if (isDead) return;
          if (time.now() < hangsUntil) time.after(hangsUntil - time.now(), goOn);
          else resolve();
        };
        time.after(ms, goOn);
      }),
    hang: (ms) => {
      hangsUntil = Math.max(hangsUntil, time.now() + ms);
    },
    die: () => {
      isDead = true;
    },
  };
}

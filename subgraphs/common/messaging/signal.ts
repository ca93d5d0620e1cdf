/** Wakes a loop that sleeps between its rounds. */
export interface Signal {
  /** Wakes the waiter; remembered when nobody waits yet, so that no call is lost. */
  notify(): void;
  /** Resolves when notified, or after `timeoutMs`. For one waiter at a time. */
  wait(timeoutMs: number): Promise<void>;
}

export function createSignal(): Signal {
  let isNotified = false;
  let wake: (() => void) | null = null;
  return {
    notify() {
      isNotified = true;
      wake?.();
    },
    async wait(timeoutMs) {
      if (!isNotified) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = null;
      }
      isNotified = false;
    },
  };
}

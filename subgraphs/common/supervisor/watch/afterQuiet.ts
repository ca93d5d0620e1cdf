/** Work that is done once things have been quiet for a while. */
export interface QuietWork {
  /** Something has happened: do the work, but not before it is quiet. */
  trigger(): void;
  /** Whether something has happened that the work under way may not have seen. */
  isDue(): boolean;
  /** Nothing is begun from now on; resolves once the work under way has ended. */
  stop(): Promise<void>;
}

/** Makes such work; it runs once at a time, and again if something happened meanwhile. */
export function afterQuiet(quietMs: number, work: () => Promise<void>): QuietWork {
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  let isStopped = false;
  let last = Promise.resolve();
  const run = async (): Promise<void> => {
    if (!isDue || isStopped) return;
    isDue = false;
    await work();
  };
  return {
    trigger() {
      isDue = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        last = last.then(run);
      }, quietMs);
    },
    isDue: () => isDue,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      return last;
    },
  };
}

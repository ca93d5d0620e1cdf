/** Work that is done once things have been quiet for a while. */
export interface QuietWork {
  /** Something has happened: do the work, but not before it is quiet. */
  trigger(): void;
  /** Nothing is done from now on. */
  stop(): void;
}

/** Makes such work; it runs once at a time, and again if something happened meanwhile. */
export function afterQuiet(quietMs: number, work: () => Promise<void>): QuietWork {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  return {
    trigger() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        last = last.then(work);
      }, quietMs);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

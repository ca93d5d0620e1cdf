interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * Time that passes only when nothing else can happen: a minute of pauses takes as long as the work between them. In
 * milliseconds; one world has one, and the order of what is due at the same time is the order in which it was asked for.
 */
export interface VirtualTime {
  now(): number;
  /** Calls back after so many milliseconds. Returns what calls it off. */
  after(ms: number, run: () => void): () => void;
  wait(ms: number): Promise<void>;
  /** Lets time pass until the condition holds (true), nothing is left to wait for, or the moment has come (false). */
  passUntil(isMet: () => boolean, latest: number): Promise<boolean>;
}

export function createVirtualTime(): VirtualTime {
  let now = 0;
  let timers: Timer[] = [];

  function after(ms: number, run: () => void): () => void {
    const timer = { at: now + Math.max(0, ms), run };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  }

  /** False when there is nothing to wait for up to then. */
  function fireNext(latest: number): boolean {
    let next: Timer | null = null;
    for (const timer of timers) if (!next || timer.at < next.at) next = timer;
    if (!next || next.at > latest) return false;
    timers.splice(timers.indexOf(next), 1);
    now = next.at;
    next.run();
    return true;
  }

  return {
    now: () => now,
    after,
    wait: (ms) =>
      new Promise((resolve) => {
        after(ms, resolve);
      }),
    passUntil: (isMet, latest) =>
      new Promise((resolve) => {
        const turn = (): void => {
          if (isMet()) resolve(true);
          else if (fireNext(latest)) onceSettled(turn);
          else resolve(false);
        };
        onceSettled(turn);
      }),
  };
}

/** After everything that needs no time. Node empties the queue of promises before it comes to the next tick. */
function onceSettled(run: () => void): void {
  queueMicrotask(() => process.nextTick(run));
}

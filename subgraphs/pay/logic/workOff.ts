import { sleep } from "@micro-shop/common/resilience/sleep";

/** Questions to providers that are under way at the same time: a provider is a slow machine. */
const WIDTH = 20;

/** While some questions take long, what becomes due meanwhile is looked for this often. */
const LOOK_MS = 500;

export interface DueWork<Item> {
  /** Takes up to so many of what is due, out of sight of all others. */
  readonly claim: (limit: number) => Promise<readonly Item[]>;
  readonly work: (item: Item) => Promise<unknown>;
}

/**
 * Works off all that is due, some of it at the same time: a slow item takes one place, and does not hold the others up.
 * Takes nothing more once the signal is aborted. Answers how many items it took; throws, at the end, what failed.
 */
export async function workOff<Item>(
  { claim, work }: DueWork<Item>,
  signal?: AbortSignal,
): Promise<number> {
  const running = new Set<Promise<void>>();
  const errors: unknown[] = [];
  const start = (item: Item): void => {
    const one: Promise<void> = work(item)
      .then(
        () => undefined,
        (error: unknown) => void errors.push(error),
      )
      .finally(() => running.delete(one));
    running.add(one);
  };
  let taken = 0;
  try {
    while (!signal?.aborted) {
      const places = WIDTH - running.size;
      const items = places === 0 ? [] : await claim(places);
      items.forEach(start);
      taken += items.length;
      if (running.size === 0) break;
      await someOf(running);
    }
  } finally {
    await Promise.all(running);
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} of them failed.`);
  return taken;
}

/** Waits until one of them has ended, but not long. */
async function someOf(running: ReadonlySet<Promise<void>>): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([...running, sleep(LOOK_MS, waiting.signal)]);
  waiting.abort();
}

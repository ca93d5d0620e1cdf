import { abortWith, reasonOf } from "./abort";

/** Thrown inside to end a generator that waits; never seen outside. */
const STOPPED = Symbol("stopped");

/**
 * A generator whose `return()` takes effect at once. A plain async generator that waits for its next event would end
 * only after that event. The outer signal's abort makes the pending `next()` reject with its reason.
 */
export function stoppable<Item>(
  start: (signal: AbortSignal) => AsyncGenerator<Item>,
  outer?: AbortSignal,
): AsyncGenerator<Item, void, void> {
  const controller = new AbortController();
  const abort = () => {
    if (outer) abortWith(controller, reasonOf(outer));
  };

  async function* run(): AsyncGenerator<Item, void, void> {
    if (outer?.aborted) abort();
    else outer?.addEventListener("abort", abort, { once: true });
    try {
      yield* start(controller.signal);
    } catch (error) {
      if (error !== STOPPED) throw error;
    } finally {
      outer?.removeEventListener("abort", abort);
    }
  }

  const items = run();
  const stop = items.return.bind(items);
  items.return = (value) => {
    abortWith(controller, STOPPED);
    return stop(value);
  };
  return items;
}

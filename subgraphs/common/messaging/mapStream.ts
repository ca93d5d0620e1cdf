/**
 * Passes each event through an asynchronous function, one after the other, so that order is kept.
 * `return()` ends both streams at once, also while an event is awaited; the result of a running call is dropped. A call
 * that fails ends both with its error.
 */
export function mapStream<Source, Target>(
  source: AsyncIterable<Source>,
  map: (event: Source) => Promise<Target>,
): AsyncGenerator<Target, void, void> {
  const events = source[Symbol.asyncIterator]();
  const done = { done: true, value: undefined } as const;
  let ended = false;
  async function end(): Promise<void> {
    ended = true;
    await events.return?.();
  }
  // By hand, because `return()` of an `async function*` waits for the `await` it is suspended at.
  const stream: AsyncGenerator<Target, void, void> = {
    async next() {
      const event = await events.next();
      if (event.done === true || ended) return done;
      try {
        const value = await map(event.value);
        // Checked again: the reader may have left during the call.
        return ended ? done : { done: false, value };
      } catch (error) {
        // Whoever reads does not call `return()` after an error: the source would stay open.
        await end();
        throw error;
      }
    },
    async return() {
      await end();
      return done;
    },
    async throw(error: Error) {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: end,
  };
  return stream;
}

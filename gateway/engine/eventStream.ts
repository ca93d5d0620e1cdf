/** The writing end of a stream: what arrives is kept until it is asked for. */
export interface EventQueue<Event> {
  readonly stream: AsyncGenerator<Event, void, void>;
  push(event: Event): void;
  /** Ends the stream with an error, after what was pushed before. */
  fail(error: Error): void;
  finish(): void;
}

export interface EventQueueOptions {
  /** Events kept for a slow reader. */
  readonly limit: number;
  /** Makes the error that ends the stream when one more arrives. */
  readonly overflow: () => Error;
  /** Called once when the stream ends, whoever ended it. */
  readonly onEnd: () => void;
}

type Waiting<Event> = {
  readonly resolve: (result: IteratorResult<Event, void>) => void;
  readonly reject: (error: Error) => void;
};

/**
 * A bounded queue read as an async generator. Written by hand because `return()` of an `async function*`
 * waits for the `await` it is suspended at, and the next event may never come.
 */
export function createEventQueue<Event>(options: EventQueueOptions): EventQueue<Event> {
  const events: Event[] = [];
  const waiting: Waiting<Event>[] = [];
  let ended = false;
  let failure: Error | undefined;

  function end(error?: Error): void {
    if (ended) return;
    ended = true;
    failure = error;
    options.onEnd();
    for (const reader of waiting.splice(0)) settle(reader);
  }

  function settle(reader: Waiting<Event>): void {
    if (failure === undefined) return reader.resolve({ done: true, value: undefined });
    const error = failure;
    failure = undefined;
    reader.reject(error);
  }

  const stream: AsyncGenerator<Event, void, void> = {
    next() {
      return new Promise((resolve, reject) => {
        const [event] = events.splice(0, 1);
        if (event !== undefined) resolve({ done: false, value: event });
        else if (ended) settle({ resolve, reject });
        else waiting.push({ resolve, reject });
      });
    },
    async return() {
      events.length = 0;
      end();
      return { done: true, value: undefined };
    },
    async throw(error: Error) {
      events.length = 0;
      end();
      throw error;
    },
    [Symbol.asyncIterator]: () => stream,
    async [Symbol.asyncDispose]() {
      await stream.return();
    },
  };

  return {
    stream,
    push(event) {
      if (ended) return;
      const reader = waiting.shift();
      if (reader) reader.resolve({ done: false, value: event });
      else if (events.length < options.limit) events.push(event);
      else end(options.overflow());
    },
    fail: (error) => end(error),
    finish: () => end(),
  };
}

/**
 * Passes each event through an asynchronous function, one after the other, so that order is kept.
 * `return()` ends both streams at once; the result of a running call is dropped.
 */
export function mapStream<Source, Target>(
  source: AsyncGenerator<Source, void, void>,
  map: (event: Source) => Promise<Target>,
): AsyncGenerator<Target, void, void> {
  let ended = false;
  const stream: AsyncGenerator<Target, void, void> = {
    async next() {
      const event = await source.next();
      if (event.done || ended) return { done: true, value: undefined };
      const value = await map(event.value);
      // Checked again: the reader may have left during the call.
      return ended ? { done: true, value: undefined } : { done: false, value };
    },
    async return() {
      ended = true;
      await source.return();
      return { done: true, value: undefined };
    },
    async throw(error: Error) {
      ended = true;
      await source.return();
      throw error;
    },
    [Symbol.asyncIterator]: () => stream,
    async [Symbol.asyncDispose]() {
      await stream.return();
    },
  };
  return stream;
}

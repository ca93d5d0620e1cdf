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

/** Values pushed by one side and awaited by the other. */
export interface EventQueue<Value> {
  push(value: Value): void;
  /** What was pushed before is still read; then the reader is done. */
  end(): void;
  /** For one reader. Its `return()` works at once, also while a `next()` waits. */
  readonly events: AsyncIterableIterator<Value>;
}

/**
 * A queue without a bound: what is pushed into it must be bounded by its nature, as the changes of an order are.
 * @param onEnd called once, when either side ends it.
 */
export function createEventQueue<Value>(onEnd: () => void): EventQueue<Value> {
  const values: Value[] = [];
  const waiting: ((result: IteratorResult<Value>) => void)[] = [];
  let isEnded = false;
  const done = { done: true, value: undefined } as const;

  function end(): void {
    if (isEnded) return;
    isEnded = true;
    for (const settle of waiting.splice(0)) settle(done);
    onEnd();
  }

  return {
    push(value) {
      if (isEnded) return;
      const settle = waiting.shift();
      if (settle) settle({ done: false, value });
      else values.push(value);
    },
    end,
    events: {
      next() {
        if (values.length > 0)
          return Promise.resolve({ done: false, value: values.splice(0, 1)[0] as Value });
        if (isEnded) return Promise.resolve(done);
        return new Promise((resolve) => waiting.push(resolve));
      },
      return() {
        values.length = 0;
        end();
        return Promise.resolve(done);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
  };
}

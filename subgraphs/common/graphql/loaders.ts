import DataLoader from "dataloader";

/** One batch never carries more keys than this; larger ones are split by DataLoader. */
const MAX_BATCH_SIZE = 1000;

export interface LoaderOptions<Key, Value> {
  /** Reads the values of all keys in one statement; rows may come in any order and may be missing. */
  readonly read: (keys: readonly Key[]) => Promise<readonly Value[]>;
  readonly keyOf: (value: Value) => Key;
}

/** A loader of at most one value a key: null where there is none. */
export function oneByKey<Key extends string | number, Value>(
  options: LoaderOptions<Key, Value>,
): DataLoader<Key, Value | null> {
  return new DataLoader(
    async (keys) => {
      const byKey = new Map(
        (await options.read(keys)).map((value) => [options.keyOf(value), value]),
      );
      return keys.map((key) => byKey.get(key) ?? null);
    },
    { maxBatchSize: MAX_BATCH_SIZE },
  );
}

/** A loader of all values a key, in the order `read` gave them. */
export function manyByKey<Key extends string | number, Value>(
  options: LoaderOptions<Key, Value>,
): DataLoader<Key, readonly Value[]> {
  return new DataLoader(
    async (keys) => {
      const byKey = new Map<Key, Value[]>(keys.map((key) => [key, []]));
      for (const value of await options.read(keys)) byKey.get(options.keyOf(value))?.push(value);
      return keys.map((key) => byKey.get(key) ?? []);
    },
    { maxBatchSize: MAX_BATCH_SIZE },
  );
}

/**
 * Makes each loader on first use and keeps it for the request: most requests need two of twenty.
 * `const loaders = lazyLoaders({ address: () => oneByKey(…) }); loaders.address.load(id)`
 */
export function lazyLoaders<Factories extends Record<string, () => unknown>>(
  factories: Factories,
): { readonly [name in keyof Factories]: ReturnType<Factories[name]> } {
  const made = {};
  for (const [name, factory] of Object.entries(factories)) {
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = factory();
        Object.defineProperty(made, name, { value });
        return value;
      },
    });
  }
  return made as { readonly [name in keyof Factories]: ReturnType<Factories[name]> };
}

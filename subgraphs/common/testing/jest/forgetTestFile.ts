import { AsyncLocalStorage } from "node:async_hooks";
import { getMetadataStorage } from "class-validator";
import { register } from "prom-client";

const used = new Set<AsyncLocalStorage<unknown>>();
const { run, enterWith } = AsyncLocalStorage.prototype;

/** Storages that were used stay in the hook of every promise, for ever: note them, so that they can be let go. */
AsyncLocalStorage.prototype.run = function noted(this: AsyncLocalStorage<unknown>, ...all: never) {
  used.add(this);
  return Reflect.apply(run, this, all);
};
AsyncLocalStorage.prototype.enterWith = function noted(
  this: AsyncLocalStorage<unknown>,
  store: unknown,
) {
  used.add(this);
  enterWith.call(this, store);
};

/**
 * Lets go what a test file left in libraries that outlive it: its async storages and metrics, and what its
 * classes declared to class-validator and type-graphql. Without it each file makes every later promise, validation and
 * schema slower.
 */
export function forgetTestFile(): void {
  for (const storage of used) storage.disable();
  used.clear();
  register.clear();
  const rules = getMetadataStorage();
  for (const name of ["validationMetadatas", "constraintMetadatas"]) {
    const kept: unknown = Reflect.get(rules, name);
    if (!(kept instanceof Map)) {
      throw new Error(`class-validator has changed: it keeps no ${name}. See forgetTestFile.ts.`);
    }
    kept.clear();
  }
  // type-graphql keeps what decorators declare here, and makes it anew when it is missing.
  Reflect.deleteProperty(globalThis, "TypeGraphQLMetadataStorage");
}

import { TestEnvironment } from "jest-environment-node";

/**
 * Jest's Node environment without its own realm: a test file sees the worker's globals, so that libraries loaded once
 * (see `librariesOnceRuntime`) and our code agree about `Error`, `Date` and `Promise`, as they do in a real process.
 * `process.env` and `process.exit` are put back after each file. There are no fake timers: our clock is injected.
 */
class OneRealmEnvironment extends TestEnvironment {
  readonly #variables = { ...process.env };
  readonly #exit = process.exit;

  constructor(...options: ConstructorParameters<typeof TestEnvironment>) {
    super(...options);
    Object.assign(this, { global: globalThis });
    this.fakeTimers?.dispose();
    this.fakeTimersModern?.dispose();
    this.fakeTimers = null;
    this.fakeTimersModern = null;
  }

  override async teardown(): Promise<void> {
    process.exit = this.#exit;
    for (const name of Object.keys(process.env))
      if (!(name in this.#variables)) delete process.env[name];
    Object.assign(process.env, this.#variables);
    await super.teardown();
  }
}

// jest wants the module to be the class.
export = OneRealmEnvironment;

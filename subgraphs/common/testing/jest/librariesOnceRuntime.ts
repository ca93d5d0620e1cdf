import { createRequire } from "node:module";
import { dirname } from "node:path";
import JestRuntime from "jest-runtime";
import { compiledOnce } from "./compiledOnce";
import { forgetTestFile } from "./forgetTestFile";

const requires = new Map<string, NodeJS.Require>();

/** Node's own `require` as the file would have it. */
function requireOf(file: string): NodeJS.Require {
  const folder = dirname(file);
  const known = requires.get(folder);
  if (known !== undefined) return known;
  const made = createRequire(file);
  requires.set(folder, made);
  return made;
}

function isLibrary(name: string): boolean {
  const isPackage =
    /^(?:@[\w.-]+\/)?[\w][\w.-]*(?:\/|$)/.test(name) && !name.startsWith("@micro-shop/");
  return isPackage && !name.startsWith("@jest/") && !name.startsWith("jest");
}

/** The part of jest-runtime 30 that turns source into a function; not in its types. */
interface Executor {
  injectedModuleParameters: string[];
  compile: (source: string, filename: string) => unknown;
}

function executorOf(runtime: object): Executor {
  const executor: unknown = Reflect.get(runtime, "executor");
  if (typeof executor !== "object" || executor === null || !("compile" in executor)) {
    throw new Error(
      "jest-runtime has changed: it has no executor.compile. See librariesOnceRuntime.ts.",
    );
  }
  return executor as Executor;
}

/**
 * Jest's module loader, but third-party packages are loaded once per worker instead of once per test file; our own
 * modules run afresh in every file, from code that is compiled once. Loading drizzle, graphql and class-validator anew
 * took a third of the whole run. `jest.mock` of a package does not work with it; ours takes what it needs as arguments.
 */
class LibrariesOnceRuntime extends JestRuntime {
  constructor(...options: ConstructorParameters<typeof JestRuntime>) {
    super(...options);
    const executor = executorOf(this);
    executor.compile = (source, filename) =>
      compiledOnce(source, filename, executor.injectedModuleParameters);
  }

  override requireModuleOrMock<T = unknown>(from: string, name: string): T {
    if (!isLibrary(name)) return super.requireModuleOrMock<T>(from, name);
    const loaded: T = requireOf(from)(name);
    return loaded;
  }

  override teardown(): void {
    super.teardown();
    forgetTestFile();
  }
}

// jest wants the module to be the class.
export = LibrariesOnceRuntime;

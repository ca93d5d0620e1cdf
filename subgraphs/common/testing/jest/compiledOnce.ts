import { compileFunction } from "node:vm";

interface Compiled {
  readonly source: string;
  readonly parameters: string;
  readonly run: Function;
}

const compiled = new Map<string, Compiled>();

/** The module's code as a function of `parameters`: compiled once per worker, however many test files run it. */
export function compiledOnce(
  source: string,
  filename: string,
  parameters: readonly string[],
): Function {
  const names = parameters.join();
  const known = compiled.get(filename);
  if (known?.source === source && known.parameters === names) return known.run;
  const run = compileFunction(source, parameters, { filename });
  compiled.set(filename, { source, parameters: names, run });
  return run;
}

import { spawn } from "node:child_process";
import { once } from "node:events";

export interface ShellOptions {
  readonly cwd: string;
  /** Beside what npm needs of this machine's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a line as `RUN` does, by /bin/sh. Throws with the end of what it printed when it fails. */
export async function runShell(line: string, { cwd, environment }: ShellOptions): Promise<void> {
  const child = spawn("/bin/sh", ["-c", line], {
    cwd,
    env: { ...machineEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-4_000)));
  }
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`"${line}" ended with ${String(code)}:\n${output}`);
}

/** The way to the registry and little else: nothing that npm run has set for the project we come from. */
function machineEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) =>
        /^(?:PATH|HOME|TMPDIR|LANG|npm_config_(?:registry|cache|userconfig))$/i.test(key) ||
        /proxy|_CERT|_CA/i.test(key),
    ),
  );
}

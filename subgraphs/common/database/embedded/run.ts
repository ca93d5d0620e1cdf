import { execFile } from "node:child_process";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Default 120,000. */
  readonly timeoutMs?: number;
  /** Sent to the program's standard input. */
  readonly input?: string;
}

/** Runs a program and returns what it printed. Throws an Error with the end of what it complained about. */
export function run(
  program: string,
  parameters: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      parameters,
      {
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        // Messages are read by the code: keep them in English.
        env: { ...(options.env ?? process.env), LC_ALL: "C" },
        timeout: options.timeoutMs ?? 120_000,
        killSignal: "SIGKILL",
        maxBuffer: 16 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(describe(program, error, stderr), { cause: error }));
      },
    );
    // A program that ends early closes its input; its exit code tells, not the broken pipe.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(options.input ?? "");
  });
}

function describe(
  program: string,
  error: { killed?: boolean | undefined; code?: unknown },
  stderr: string,
): string {
  if (error.code === "ENOENT") return `${program} is not installed`;
  if (error.killed === true) return `${program} did not end in time`;
  const lastLines = stderr.trim().split("\n").slice(-4).join(" | ");
  return `${program} failed: ${lastLines === "" ? `exit code ${String(error.code)}` : lastLines}`;
}

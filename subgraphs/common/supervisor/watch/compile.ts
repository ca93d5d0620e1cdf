import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

/** A compilation under way. */
export interface Compilation {
  /** What the compiler says, empty when nothing is wrong. */
  readonly complaints: Promise<string>;
  /** Ends it; what it says then is of no meaning. */
  stop(): void;
}

/**
 * Compiles what has changed in the project at `root`.
 * Not by `tsc -b --watch`: TypeScript 7.0 misses changes in trees of this size (microsoft/TypeScript#63867).
 */
export function compile(root: string): Compilation {
  const manifest = createRequire(join(root, "package.json")).resolve("typescript/package.json");
  // `tsc` starts a native program, which a signal to `tsc` does not reach: both make a process group of their own.
  const isGroup = process.platform !== "win32";
  const child = spawn(process.execPath, [join(manifest, "../bin/tsc"), "-b", "--pretty", "false"], {
    cwd: root,
    detached: isGroup,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const complaints = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) =>
      resolve(code === 0 ? "" : output.trim() || `The compiler ended with ${String(code)}.`),
    );
  });
  return {
    complaints,
    stop() {
      const hasEnded = child.exitCode !== null || child.signalCode !== null;
      if (child.pid === undefined || hasEnded) return;
      if (isGroup) process.kill(-child.pid, "SIGKILL");
      else child.kill("SIGKILL");
    },
  };
}

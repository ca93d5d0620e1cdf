import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { until } from "@micro-shop/common/testing/until";

/** What a program left when it had ended. */
export interface Ended {
  readonly code: number | null;
  /** All it printed, on both channels. */
  readonly output: string;
  /** Pids of processes that it started and that live on; empty where the system has no /proc. */
  readonly leftBehind: readonly number[];
}

/** A program that runs. */
export interface Launched {
  /** Resolves with all it has printed once that holds the text. Rejects when it ends before, and after `timeoutMs`. */
  waitFor(text: string, timeoutMs?: number): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

const MARK = "MALL_TEST_MARK";

/**
 * Starts a compiled program of the project with these settings alone.
 * @param program from the project's root, e.g. `dist/start.js`.
 */
export function launch(program: string, settings: Readonly<Record<string, string>>): Launched {
  const mark = randomBytes(8).toString("hex");
  const child = spawn(process.execPath, [join(projectRoot, program)], {
    // A folder of its own would hide that relative paths start at the project's root.
    cwd: "/",
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...settings, [MARK]: mark },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const output = (): string => Buffer.concat(chunks).toString();
  const ended = once(child, "close").then(async ([code]) => ({
    code: code as number | null,
    output: output(),
    leftBehind: await findMarked(mark),
  }));
  return {
    async waitFor(text, timeoutMs = 60_000) {
      const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
      await until(text, () => output().includes(text) || isOver(), timeoutMs);
      if (!output().includes(text)) throw new Error(`It ended without "${text}":\n${output()}`);
      return output();
    },
    signal: (signal) => void child.kill(signal),
    ended,
  };
}

/** Runs such a program to its end. */
export function runToEnd(
  program: string,
  settings: Readonly<Record<string, string>>,
): Promise<Ended> {
  return launch(program, settings).ended;
}

/** The environment is inherited by everything a program starts, whatever process group it is in. */
async function findMarked(mark: string): Promise<readonly number[]> {
  if (!existsSync("/proc/self/environ")) return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const marked = await Promise.all(
    pids.map(async (pid) => {
      // Of a process that has just ended, or of another user.
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environment.split("\0").includes(`${MARK}=${mark}`) ? [Number(pid)] : [];
    }),
  );
  return marked.flat();
}

/** A line of a stack trace, in either channel, bare or within JSON. */
export const stackLine = /(?:^|\\n|\n)\s+at .*[:(]\d+/;

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";

/** What a program left when it had ended. */
export interface Ended {
  readonly code: number | null;
  /** All it printed, on both channels. */
  readonly output: string;
  /** Pids of processes that it started and that live on; empty where the system has no /proc. */
  readonly leftBehind: readonly number[];
}

const MARK = "MALL_TEST_MARK";

/**
 * Runs a compiled program of the project to its end with these settings alone.
 * @param program from the project's root, e.g. `dist/start.js`.
 */
export async function runToEnd(
  program: string,
  settings: Readonly<Record<string, string>>,
): Promise<Ended> {
  const mark = randomBytes(8).toString("hex");
  const child = spawn(process.execPath, ["--enable-source-maps", join(projectRoot, program)], {
    // A folder of its own would hide that relative paths start at the project's root.
    cwd: "/",
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...settings, [MARK]: mark },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: Buffer.concat(chunks).toString(), leftBehind: await findMarked(mark) };
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

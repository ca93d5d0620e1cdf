import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";

/** Memory of several processes together, in megabytes of 2^20 bytes. */
export interface Memory {
  /** Sum of what each has resident; what they share is counted for each. */
  readonly residentMb: number;
  /** The same, with shared pages counted once. */
  readonly proportionalMb: number;
}

/** The child processes of a process; empty where the system has no /proc. */
export async function childrenOf(parent: number): Promise<readonly number[]> {
  if (!existsSync("/proc/self/stat")) return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      // Of a process that has just ended.
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      // The name in parentheses may hold spaces; the parent is field 4 (proc(5)).
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return Number(fields[1]) === parent ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

/** Whether a process runs the program of a service. */
export async function isService(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
  return command.split("\0").some((word) => word.endsWith("/dist/main.js"));
}

export async function memoryOf(pids: readonly number[]): Promise<Memory> {
  let residentKb = 0;
  let proportionalKb = 0;
  for (const pid of pids) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
    residentKb += kilobytes(rollup, "Rss");
    proportionalKb += kilobytes(rollup, "Pss");
  }
  return { residentMb: residentKb / 1024, proportionalMb: proportionalKb / 1024 };
}

function kilobytes(rollup: string, name: string): number {
  const found = new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(rollup);
  if (found === null) throw new Error(`No ${name} in smaps_rollup.`);
  return Number(found[1]);
}

import { readFile } from "node:fs/promises";

/** Linux counts in USER_HZ, which is 100 on every platform Node runs on (time(7)). */
const MS_PER_TICK = 10;

/** The processor time a process has used so far in milliseconds, user and system, all its threads (proc(5)). */
export async function cpuTimeMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold spaces; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A process, told from a later one with the same number by its start time (Linux; elsewhere the number alone).
 * Needed because in a restarted container the same programs get the same numbers again.
 */
export function processIdentity(pid: number): string {
  return `${pid}-${startTime(pid)}`;
}

export function pidOf(identity: string): number {
  return Number(identity.split("-")[0]);
}

/** Whether the process of this identity still runs. */
export function isProcessAlive(identity: string): boolean {
  const pid = pidOf(identity);
  return Number.isInteger(pid) && pid > 0 && exists(pid) && processIdentity(pid) === identity;
}

/** Waits until the process has ended; false when it has not within the time. */
export async function waitForEnd(identity: string, timeoutMs: number): Promise<boolean> {
  for (const giveUpAt = Date.now() + timeoutMs; Date.now() < giveUpAt;) {
    if (!isProcessAlive(identity)) return true;
    await sleep(20);
  }
  return !isProcessAlive(identity);
}

/** Sends a signal; a process that has ended already is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces; the state is field 3, the start time field 22 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie has ended, only nobody has asked yet.
    return fields[0] === "Z" ? "ended" : (fields[19] ?? "");
  } catch {
    return "";
  }
}

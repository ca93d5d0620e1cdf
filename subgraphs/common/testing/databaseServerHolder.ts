import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

interface Line {
  readonly step?: string;
  readonly url?: string;
  readonly adminUrl?: string;
}

/** A process of its own that holds the databases of a data folder. */
export interface Holder {
  readonly pid: number;
  /** Waits for a line of its output. Rejects with what it wrote to stderr when it ends without. */
  waitFor(isWanted: (line: Line) => boolean): Promise<Line>;
  /** The URLs, as soon as it is ready. */
  ready(): Promise<{ url: string; adminUrl: string }>;
  /** Sends a signal and waits until it has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export function spawnHolder(dataDir: string): Holder {
  const child = spawn(process.execPath, [join(__dirname, "databaseServerHold.js"), dataDir], {
    env: { ...process.env, DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const waitFor = collectLines(child);
  return {
    pid: child.pid ?? 0,
    waitFor,
    async ready() {
      const { url = "", adminUrl = "" } = await waitFor((line) => line.url !== undefined);
      return { url, adminUrl };
    },
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill(signal);
      await ended;
    },
  };
}

function collectLines(child: ChildProcess): Holder["waitFor"] {
  const lines: Line[] = [];
  const waiters = new Set<() => void>();
  let complaint = "";
  let hasEnded = false;
  const wake = () => waiters.forEach((waiter) => waiter());
  child.stderr?.on("data", (text) => (complaint += String(text)));
  child.once("close", () => {
    hasEnded = true;
    wake();
  });
  if (child.stdout !== null) {
    createInterface(child.stdout).on("line", (text) => {
      lines.push(JSON.parse(text) as Line);
      wake();
    });
  }
  return (isWanted) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const line = lines.find(isWanted);
        if (line === undefined && !hasEnded) return;
        waiters.delete(look);
        if (line === undefined) reject(new Error(`The holder has ended. ${complaint}`));
        else resolve(line);
      };
      waiters.add(look);
      look();
    });
}

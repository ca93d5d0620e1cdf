import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { fullJitterMs } from "../random";
import type { FailedMessage, ReadyMessage } from "../server/runService";
import { StartProblem } from "../startProblem";

const RESTART_BASE_MS = 250;
const RESTART_CAP_MS = 10_000;
/** A process that lived this long starts its backoff anew. */
const STABLE_AFTER_MS = 30_000;
/** Longer than the drain of a service, which ends itself after 10 s. */
const STOP_LIMIT_MS = 12_000;

/**
 * Stack traces in TypeScript; and a young generation of half the default size, since what a start and a seed leave in
 * it stays resident in six processes that may then be idle for hours (920 MB together, 845 MB with it).
 */
const nodeFlags = ["--enable-source-maps", "--max-semi-space-size=8"];

export interface ProcessOptions {
  readonly name: string;
  /** Compiled program to run with this Node. */
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What the process prints is appended here. */
  readonly logFile: string;
  /** Told about failures and restarts, in a sentence. */
  readonly report?: (sentence: string) => void;
}

export interface SupervisedProcess {
  readonly name: string;
  /** Pid of the running child; undefined between a crash and its restart. */
  pid(): number | undefined;
  /** SIGTERM, then SIGKILL when the drain takes too long. */
  stop(): Promise<void>;
  /**
   * Ends it as `stop` does, starts it anew, e.g. after a change of its code, and waits until it is ready. Throws a
   * StartError when it does not get ready; it is then tried again as after a crash. One at a time.
   */
  restart(): Promise<void>;
}

/** The process ended before it was ready. The message is what it said of the reason, else its last word. */
export class StartError extends StartProblem {
  override readonly name = "StartError";
}

/**
 * Starts a program, waits until it says it is ready, and starts it again with backoff whenever it dies later.
 * The child leads a process group of its own, so that Ctrl-C reaches only the supervisor, and drains by itself
 * when the channel to us closes.
 */
export async function superviseProcess(options: ProcessOptions): Promise<SupervisedProcess> {
  let attempt = 0;
  let timer: NodeJS.Timeout | undefined;
  let child = launch(options);
  const keepAlive = (launched: Launched): void => {
    const startedAt = performance.now();
    launched.process.once("exit", (code, signal) => {
      if (launched.isDismissed) return;
      if (performance.now() - startedAt > STABLE_AFTER_MS) attempt = 0;
      const delayMs = RESTART_BASE_MS + fullJitterMs(attempt++, RESTART_BASE_MS, RESTART_CAP_MS);
      options.report?.(`${options.name} ended (${signal ?? `exit ${code}`}); starting it again.`);
      timer = setTimeout(relaunch, delayMs);
    });
  };
  const relaunch = (): void => {
    child = launch(options);
    keepAlive(child);
  };
  const dismiss = async (): Promise<void> => {
    clearTimeout(timer);
    child.isDismissed = true;
    await endProcess(child.process);
  };
  await readyOrThrow(child);
  keepAlive(child);
  return {
    name: options.name,
    pid: () => (isAlive(child.process) ? child.process.pid : undefined),
    stop: dismiss,
    async restart() {
      await dismiss();
      attempt = 0;
      relaunch();
      await readyOrThrow(child);
    },
  };
}

interface Launched {
  readonly process: ChildProcess;
  /** What it printed last that can be shown to a person; empty when there is nothing. */
  readonly lastWord: () => string;
  /** We ended it: its exit is no crash. */
  isDismissed: boolean;
}

/** The child writes its log itself: a pipe through us would break with us, and a log that cannot be written hangs a drain. */
function launch({ script, environment, logFile }: ProcessOptions): Launched {
  const log = openSync(logFile, "a");
  try {
    const { size: start } = fstatSync(log);
    const child = spawn(process.execPath, [...nodeFlags, script], {
      detached: true,
      env: environment,
      stdio: ["ignore", log, log, "ipc"],
    });
    const lastWord = (): string => lastWordIn(readFileSync(logFile).subarray(start).toString());
    return { process: child, lastWord, isDismissed: false };
  } finally {
    closeSync(log);
  }
}

async function readyOrThrow(launched: Launched): Promise<void> {
  const told = once(launched.process, "message").then(([message]) => {
    const answer = message as ReadyMessage | FailedMessage;
    if (answer.type === "failed") throw new StartError(answer.reason);
  });
  const ended = once(launched.process, "exit").then(([code]) => {
    throw new StartError(launched.lastWord() || `It ended with exit code ${String(code)}.`);
  });
  const failed = once(launched.process, "error").then(([error]) => {
    throw error;
  });
  await Promise.race([told, ended, failed]);
}

function lastWordIn(text: string): string {
  const words = text.split("\n").flatMap((line) => wordOf(line) ?? []);
  return words.at(-1) ?? "";
}

/** The message of an error-level log line, or a plain line of text (an uncaught error); null for anything else. */
function wordOf(line: string): string | null {
  if (!line.startsWith("{")) return line.trim() === "" || line.startsWith("    at ") ? null : line;
  try {
    const entry = JSON.parse(line) as { level?: number; msg?: string };
    return (entry.level ?? 0) >= 50 ? (entry.msg ?? null) : null;
  } catch {
    // Half a line of a killed process.
    return null;
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
  await exit;
  clearTimeout(timer);
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

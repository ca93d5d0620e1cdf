import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, fstatSync, readFileSync } from "node:fs";
import { fullJitterMs } from "../random";
import type { FailedMessage, ReadyMessage } from "../server/runService";
import { StartProblem } from "../startProblem";
import { lastWordIn } from "./lastWord";
import { openLog } from "./openLog";
import { messageOf } from "./systemError";

const RESTART_BASE_MS = 250;
const RESTART_CAP_MS = 10_000;
const STABLE_AFTER_MS = 30_000;
/** Longer than the drain of a service, which ends itself after 10 s. */
const STOP_LIMIT_MS = 12_000;

/**
 * A young generation of half the default size: what a start and a seed leave in it stays resident in six processes that
 * may then be idle for hours (920 MB together, 845 MB with it).
 */
const nodeFlags = ["--max-semi-space-size=8"];

export interface ProcessOptions {
  readonly name: string;
  /** Compiled program to run with this Node. */
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What the process prints is appended here. */
  readonly logFile: string;
  /** Told about failures and restarts, in a sentence. */
  readonly report?: (sentence: string) => void;
  /** Calls the start off: the process is ended, and once it has, the start fails. */
  readonly signal?: AbortSignal;
  /** A process that lived this long starts its backoff anew, default 30,000. */
  readonly stableAfterMs?: number;
}

export interface SupervisedProcess {
  readonly name: string;
  /** Pid of the running child; undefined between a crash and its restart. */
  pid(): number | undefined;
  /** SIGTERM, then SIGKILL when the drain takes too long. */
  stop(): Promise<void>;
  /** SIGKILL, and no restart. */
  kill(): void;
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
  const { stableAfterMs = STABLE_AFTER_MS } = options;
  let attempt = 0;
  let timer: NodeJS.Timeout | undefined;
  let child = launch(options);
  const keepAlive = (launched: Launched): void => {
    const startedAt = performance.now();
    void launched.ended.then((end) => {
      if (launched.isDismissed) return;
      if (performance.now() - startedAt > stableAfterMs) attempt = 0;
      launchLater(`${options.name} ended (${end})`);
    });
  };
  const launchLater = (event: string): void => {
    const delayMs = RESTART_BASE_MS + fullJitterMs(attempt++, RESTART_BASE_MS, RESTART_CAP_MS);
    options.report?.(`${event}; starting it again.`);
    timer = setTimeout(comeBack, delayMs);
  };
  /** Answers whether there is a process again. */
  const relaunch = (): boolean => {
    try {
      child = launch(options);
    } catch (error) {
      // A machine out of processes, files or disk may have some again later.
      launchLater(`${options.name} cannot be started (${messageOf(error)})`);
      return false;
    }
    keepAlive(child);
    return true;
  };
  const comeBack = (): void => {
    if (!relaunch()) return;
    void readyOrThrow(child).then(
      () => options.report?.(`${options.name} runs again.`),
      // It has ended, which is told and mended where its end is awaited.
      () => undefined,
    );
  };
  const dismiss = async (): Promise<void> => {
    clearTimeout(timer);
    child.isDismissed = true;
    await endProcess(child);
  };
  await readyUnlessCalledOff(child, options.signal, dismiss);
  keepAlive(child);
  return {
    name: options.name,
    pid: () => (isAlive(child.process) ? child.process.pid : undefined),
    stop: dismiss,
    kill() {
      clearTimeout(timer);
      child.isDismissed = true;
      child.process.kill("SIGKILL");
    },
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
  /** Resolves once it has ended, or could not be started, with how, in a few words. */
  readonly ended: Promise<string>;
  /** What it printed last that can be shown to a person; empty when there is nothing. */
  readonly lastWord: () => string;
  /** We ended it: its exit is no crash. */
  isDismissed: boolean;
}

/**
 * The child writes its log itself: a pipe through us would break with us, and a log that cannot be written hangs a drain.
 * Throws what the system says against opening the log or starting a process.
 */
function launch({ script, environment, logFile }: ProcessOptions): Launched {
  const log = openLog(logFile);
  try {
    const { size: start } = fstatSync(log);
    const child = spawn(process.execPath, [...nodeFlags, script], {
      detached: true,
      env: environment,
      stdio: ["ignore", log, log, "ipc"],
    });
    const lastWord = (): string => lastWordIn(readFileSync(logFile).subarray(start).toString());
    return { process: child, ended: endOf(child), lastWord, isDismissed: false };
  } finally {
    closeSync(log);
  }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `exit ${String(code)}`));
    // Also emitted when a signal cannot be sent to a process that lives on.
    child.on("error", (error) => {
      if (child.pid === undefined) resolve(error.message);
    });
  });
}

async function readyUnlessCalledOff(
  launched: Launched,
  signal: AbortSignal | undefined,
  dismiss: () => Promise<void>,
): Promise<void> {
  const callOff = (): void => void dismiss();
  signal?.addEventListener("abort", callOff);
  try {
    if (signal?.aborted) callOff();
    await readyOrThrow(launched);
    signal?.throwIfAborted();
  } catch (error) {
    await dismiss();
    throw error;
  } finally {
    signal?.removeEventListener("abort", callOff);
  }
}

async function readyOrThrow(launched: Launched): Promise<void> {
  const told = once(launched.process, "message").then(([message]) => {
    const answer = message as ReadyMessage | FailedMessage;
    if (answer.type === "failed") throw new StartError(answer.reason);
  });
  const ended = launched.ended.then((end) => {
    throw new StartError(launched.lastWord() || `It ended before it was ready (${end}).`);
  });
  await Promise.race([told, ended]);
}

async function endProcess({ process: child, ended }: Launched): Promise<void> {
  if (!isAlive(child)) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

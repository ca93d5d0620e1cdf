// Stack traces in TypeScript. Node's own --enable-source-maps reads the map of every library at the start, 0.2 s a process.
import "source-map-support/register";
import closeWithGrace from "close-with-grace";
import type { Logger } from "../log";
import { StartProblem } from "../startProblem";
import { describeListenError } from "./startProblems";

/** Longest time a drain may take before the process is ended anyway. */
const DRAIN_LIMIT_MS = 10_000;

/** A started service. */
export interface RunningService {
  readonly port: number;
  /** Stops taking work, finishes what is under way, closes everything. */
  stop(): Promise<void>;
}

/** Told to the supervisor over the process channel. */
export interface ReadyMessage {
  readonly type: "ready";
  readonly port: number;
}

/** Told to the supervisor instead: why there is no service. */
export interface FailedMessage {
  readonly type: "failed";
  readonly reason: string;
}

/**
 * The life of a process: start, report ready, drain on SIGTERM or SIGINT, or when the supervisor is gone.
 * A failed start prints its message (without a stack when it is a StartProblem, which names the fix) and exits with 1.
 */
export async function runService(log: Logger, start: () => Promise<RunningService>): Promise<void> {
  let running: RunningService;
  try {
    running = await start();
  } catch (error) {
    reportFailure(log, describeListenError(error));
    return;
  }
  const closer = closeWithGrace(
    { delay: DRAIN_LIMIT_MS, logger: false },
    async ({ err, signal }) => {
      if (err) log.fatal({ err }, "stopping after an error nobody handled");
      else log.info({ signal }, "draining");
      await running.stop();
      log.info("stopped");
    },
  );
  // The channel closes however the supervisor died, kill -9 included: no orphan stays behind.
  process.on("disconnect", () => closer.close());
  // It may have died while we started, before anybody listened.
  if (process.send && !process.connected) {
    closer.close();
    return;
  }
  process.send?.({ type: "ready", port: running.port } satisfies ReadyMessage);
}

function reportFailure(log: Logger, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof StartProblem) log.fatal(reason);
  else log.fatal({ err: error }, reason);
  process.exitCode = 1;
  // The channel to the supervisor and half-open pools would keep a failed process alive.
  const exit = (): void => log.flush(() => process.exit(1));
  if (process.send) {
    process.send({ type: "failed", reason } satisfies FailedMessage, exit);
    return;
  }
  // In a terminal a line of JSON is hard to read.
  if (process.env["NODE_ENV"] !== "production") process.stderr.write(`${reason}\n`);
  exit();
}

import type { Logger } from "../log";
import { sleep } from "../resilience/sleep";
import type { Job } from "./job";

export interface RepeatOptions {
  /** For the log. */
  readonly name: string;
  /** Pause between two rounds. */
  readonly intervalMs: number;
  readonly log: Logger;
}

/**
 * A job that does rounds one after the other for as long as the service runs; a long round ends early when its signal says
 * that the service stops. A round that fails is logged, and the next one comes.
 */
export function repeat(
  { name, intervalMs, log }: RepeatOptions,
  round: (stopping: AbortSignal) => Promise<unknown>,
): Job {
  return {
    start() {
      const stopping = new AbortController();
      const running = (async () => {
        while (await sleep(intervalMs, stopping.signal)) {
          try {
            await round(stopping.signal);
          } catch (error) {
            log.error({ err: error, job: name }, "a round of a job failed");
          }
        }
      })();
      return async () => {
        stopping.abort();
        await running;
      };
    },
  };
}

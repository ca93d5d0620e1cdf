import { Fault, Refusal, Refusals } from "../errors";
import { fullJitterMs } from "../random";
import type { Deadline } from "./deadline";
import { sleep } from "./sleep";

export interface RetryOptions {
  /** Times the work is done at most. */
  readonly attempts: number;
  readonly deadline: Deadline;
  /** Longest first pause, default 200; each pause is uniform in [0, base · 2^n). */
  readonly baseMs?: number;
  /** Longest pause, default 30,000. */
  readonly capMs?: number;
  /** Which errors are worth another attempt, default `isTransient`. */
  readonly isRetryable?: (error: unknown) => boolean;
}

/**
 * Does idempotent work until it succeeds: bounded attempts with full jitter, inside the deadline.
 * Throws the last error when it is not retryable, when the attempts are used up, or when the next pause would
 * outlast the deadline; never waits for nothing.
 * @param work gets the number of the attempt, from 0.
 */
export async function retry<Result>(
  work: (attempt: number) => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  const { attempts, deadline, baseMs = 200, capMs = 30_000, isRetryable = isTransient } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt + 1 >= attempts || !isRetryable(error)) throw error;
      const pauseMs = fullJitterMs(attempt, baseMs, capMs);
      if (pauseMs >= deadline.remainingMs()) throw error;
      if (!(await sleep(pauseMs, deadline.signal))) throw error;
    }
  }
}

/** Faults whose outcome is unknown or that pass by themselves. */
const transientCodes: ReadonlySet<string> = new Set(["TIMEOUT", "UNAVAILABLE", "RATE_LIMITED"]);

/** Whether an error of another machine may be gone at the next attempt. A refusal is an answer and never retried. */
export function isTransient(error: unknown): boolean {
  return error instanceof Fault && transientCodes.has(error.code);
}

/** Whether an error is an answer of the business, as opposed to trouble in getting one. */
export function isRefusal(error: unknown): error is Refusal | Refusals {
  return error instanceof Refusal || error instanceof Refusals;
}

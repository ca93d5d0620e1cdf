import { wait, type Deadline } from "./deadline";
import { codesOf, NetworkError, RateLimitedError, RequestError } from "./errors";

export interface RetryOptions {
  /** How often a call is sent at most, the first time included. Default 4. */
  readonly attempts: number;
  /** Upper bound of the first wait; it doubles each time. Default 150 ms. */
  readonly baseMs: number;
  /** Upper bound of any wait. Default 3,000 ms. */
  readonly maxMs: number;
}

export const defaultRetry: RetryOptions = { attempts: 4, baseMs: 150, maxMs: 3_000 };

/** Codes that say "not now" rather than "no". */
const PASSING_CODES = new Set(["UNAVAILABLE", "TIMEOUT"]);

/** Whether the same call may succeed a little later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof NetworkError || error instanceof RateLimitedError) return true;
  return (
    error instanceof RequestError && codesOf(error.errors).some((code) => PASSING_CODES.has(code))
  );
}

/**
 * A random wait below a bound that doubles with each try: clients that failed together do not come back together
 * ("full jitter", AWS Architecture Blog, Exponential Backoff and Jitter).
 */
export function fullJitterMs(retry: number, options: RetryOptions): number {
  return Math.random() * Math.min(options.maxMs, options.baseMs * 2 ** retry);
}

/**
 * Runs `attempt` until it succeeds, fails for good, or the deadline leaves no room for another try. Only for calls that
 * may be repeated. Throws the last attempt's error.
 */
export async function withRetry<Result>(
  attempt: () => Promise<Result>,
  deadline: Deadline,
  options: RetryOptions,
): Promise<Result> {
  for (let retry = 0; ; retry++) {
    try {
      return await attempt();
    } catch (error) {
      if (retry + 1 >= options.attempts || !isPassing(error)) throw error;
      const leastMs = error instanceof RateLimitedError ? error.retryAfterMs : 0;
      const waitMs = leastMs + fullJitterMs(retry, options);
      if (waitMs >= deadline.remainingMs()) throw error;
      await wait(waitMs, deadline.signal);
    }
  }
}

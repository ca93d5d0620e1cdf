import { Fault } from "../errors";

/** Header with the milliseconds the callee has left; relative, so that clocks need not agree. */
export const DEADLINE_HEADER = "x-deadline-ms";

/** Kept back at every hop for the way home. */
const HOP_RESERVE_MS = 50;

/** The moment until which an answer is of use to the caller. Timing is monotonic, so it ignores the replaceable clock. */
export interface Deadline {
  /** Milliseconds left, never negative; 0 once the caller has left. */
  remainingMs(): number;
  /** Aborts when the time is over or the caller has left. */
  readonly signal: AbortSignal;
  /** Milliseconds to grant the next hop: min(own, remaining − 50 ms). Throws TIMEOUT when nothing is left. */
  hopMs(ownMs: number): number;
}

/**
 * A deadline `budgetMs` from now.
 * @param parent ends this one early, e.g. when the client disconnects.
 */
export function startDeadline(budgetMs: number, parent?: AbortSignal): Deadline {
  const end = performance.now() + budgetMs;
  const remainingMs = (): number =>
    parent?.aborted === true ? 0 : Math.max(0, end - performance.now());
  let signal: AbortSignal | undefined;
  return {
    remainingMs,
    // Most requests never wait for another machine, so the timer behind the signal is made on first use.
    get signal() {
      signal ??= parent
        ? AbortSignal.any([AbortSignal.timeout(Math.ceil(remainingMs())), parent])
        : AbortSignal.timeout(Math.ceil(remainingMs()));
      return signal;
    },
    hopMs(ownMs) {
      const granted = Math.min(ownMs, remainingMs() - HOP_RESERVE_MS);
      if (granted <= 0) throw new Fault("TIMEOUT");
      return Math.floor(granted);
    },
  };
}

/** The budget a caller granted by header, bounded by the service's own; anything malformed counts as absent. */
export function budgetFromHeader(header: string | undefined, ownMs: number): number {
  const granted = Number(header);
  return header !== undefined && Number.isFinite(granted) && granted > 0
    ? Math.min(granted, ownMs)
    : ownMs;
}

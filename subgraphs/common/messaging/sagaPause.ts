import { fullJitterMs } from "../random";

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

/** What even a young saga may pause. */
const SHORT_PAUSE_MS = 1_000;

/**
 * A pause is no longer than this part of the time a saga has taken: a service that was away for a while is noticed soon
 * when it is back, while there is still time before the deadline, and one that stays away is hardly asked.
 */
const PART_OF_AGE = 1 / 4;

/**
 * How long a saga pauses after a step whose outcome is not known: 200 ms · 2^attempts with full jitter, at most a quarter
 * of its age, between 1 s and 30 s.
 */
export function sagaPauseMs(attempts: number, ageMs: number): number {
  const longestMs = Math.min(LONGEST_PAUSE_MS, Math.max(SHORT_PAUSE_MS, ageMs * PART_OF_AGE));
  return fullJitterMs(attempts, FIRST_PAUSE_MS, longestMs);
}

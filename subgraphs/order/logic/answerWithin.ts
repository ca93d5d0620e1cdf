import type { OrderContext } from "../context";

/** The client is answered after this at the latest; a saga that needs longer ends in the background. */
const ANSWER_WITHIN_MS = 3_000;

/** Kept back of the request's own time for the answer. */
const RESERVE_MS = 200;

/** How many milliseconds a request may wait for its saga. */
export function answerWithinMs({ deadline }: Pick<OrderContext, "deadline">): number {
  return Math.max(0, Math.min(ANSWER_WITHIN_MS, deadline.remainingMs() - RESERVE_MS));
}

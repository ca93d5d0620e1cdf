/** Each call pays in this much of a retry: at most 10 % of the calls are repeated. */
const RETRIES_PER_CALL = 0.1;
/** Retries that may be saved up, so that a quiet gateway can still answer a short failure. */
const SAVED_RETRIES = 10;

/** Keeps retries from multiplying the load on a subgraph that fails (Google SRE book, "Handling Overload"). */
export interface RetryBudget {
  countCall(): void;
  /** Whether one retry may be made now; it is spent by asking. */
  spend(): boolean;
}

export function createRetryBudget(): RetryBudget {
  let saved = SAVED_RETRIES;
  return {
    countCall() {
      saved = Math.min(SAVED_RETRIES, saved + RETRIES_PER_CALL);
    },
    spend() {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}

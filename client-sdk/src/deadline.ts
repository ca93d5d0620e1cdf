import { abortWith, reasonOf } from "./abort";
import { TimeoutError } from "./errors";

/** The time a call may take altogether, retries and waits included, and the caller's own wish to stop. */
export interface Deadline {
  /** Aborts when the time is over, then with a TimeoutError as its reason, or when the caller aborts. */
  readonly signal: AbortSignal;
  remainingMs(): number;
  /** Stops the timer; to be called when the work has ended. */
  release(): void;
}

/** AbortSignal.any and AbortSignal.timeout are missing in React Native, hence by hand. */
export function startDeadline(timeoutMs: number, callerSignal?: AbortSignal): Deadline {
  const controller = new AbortController();
  const expiresAt = Date.now() + timeoutMs;
  const timer = setTimeout(() => {
    abortWith(controller, new TimeoutError(`No answer came within ${timeoutMs} ms.`));
  }, timeoutMs);
  const abort = () => {
    if (callerSignal) abortWith(controller, reasonOf(callerSignal));
  };
  if (callerSignal?.aborted) abort();
  else callerSignal?.addEventListener("abort", abort, { once: true });
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, expiresAt - Date.now()),
    release() {
      clearTimeout(timer);
      callerSignal?.removeEventListener("abort", abort);
    },
  };
}

/** Waits, or rejects with the signal's reason as soon as it aborts. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", abort, { once: true });
  });
}

/** The promise's outcome, or the signal's reason when it aborts first. The work behind the promise goes on. */
export function orAbort<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(reasonOf(signal));
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

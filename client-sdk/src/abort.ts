/** The AbortSignal of React Native knows no `reason`, so ours are kept beside the signal. */
const reasons = new WeakMap<AbortSignal, unknown>();

/** Aborts for a reason that `reasonOf` finds again; the first reason stays. */
export function abortWith(controller: AbortController, reason: unknown): void {
  if (!controller.signal.aborted) reasons.set(controller.signal, reason);
  controller.abort(reason);
}

/** Why the signal was aborted; an Error named AbortError when nobody said. */
export function reasonOf(signal: AbortSignal): unknown {
  return reasons.get(signal) ?? signal.reason ?? aborted();
}

function aborted(): Error {
  const error = new Error("The call was aborted.");
  error.name = "AbortError";
  return error;
}

import { useClock } from "../../clock";
import type { VirtualTime } from "./virtualTime";

/** Midnight of some day: the virtual times are milliseconds since then. */
const START = Date.UTC(2026, 0, 1);

/**
 * Puts the whole thread on the virtual time of the moment: the clock of common, and the timers and the monotonic time that
 * code takes from the platform. For threads that do nothing else; there is no way back.
 */
export function useVirtualGlobals(current: () => VirtualTime): void {
  useClock({ now: () => new Date(START + current().now()) });
  const setVirtualTimeout = (run: () => void, ms = 0): (() => void) => current().after(ms, run);
  const clearVirtualTimeout = (callOff?: () => void): void => callOff?.();
  const abortAfter = (ms: number): AbortSignal => {
    const controller = new AbortController();
    current().after(ms, () => controller.abort(new DOMException("Too late.", "TimeoutError")));
    return controller.signal;
  };
  Object.defineProperty(performance, "now", { value: () => current().now() });
  Object.defineProperty(AbortSignal, "timeout", { value: abortAfter });
  Object.defineProperty(globalThis, "setTimeout", { value: setVirtualTimeout });
  Object.defineProperty(globalThis, "clearTimeout", { value: clearVirtualTimeout });
}

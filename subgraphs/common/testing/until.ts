import { setTimeout as pause } from "node:timers/promises";

/**
 * Waits for a condition, asking every few milliseconds, and returns what it answered. Throws after `timeoutMs`
 * (default 10,000) with what was waited for.
 */
export async function until<Value>(
  what: string,
  condition: () => Value | Promise<Value>,
  timeoutMs = 10_000,
): Promise<NonNullable<Value>> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}.`);
    await pause(5);
  }
}

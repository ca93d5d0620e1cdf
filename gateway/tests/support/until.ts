const WAIT_MS = 8_000;
const LOOK_EVERY_MS = 10;

/** Waits for a condition. Rejects when it does not come true in time. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Not in time: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

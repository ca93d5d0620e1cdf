import { until as untilNamed } from "@micro-shop/common/testing/until";

/** Waits for a condition whose text says what it is. Rejects when it does not come true in time. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  await untilNamed(String(condition), condition);
}

import { setTimeout as pause } from "node:timers/promises";
import { serviceNames } from "@micro-shop/common/serviceNames";
import type { MallSources } from "./invariant";
import { hasTable, query } from "./query";

const WORK = {
  saga: "SELECT count(*) AS work FROM saga WHERE status IN ('RUNNING', 'UNDOING')",
  outbox: "SELECT count(*) AS work FROM outbox WHERE published_at IS NULL",
} as const;

const POLL_MS = 50;

/** How many sagas and events of a mall are under way. */
export async function countWork(sources: MallSources): Promise<number> {
  let work = 0;
  for (const name of serviceNames) {
    for (const [table, sql] of Object.entries(WORK)) {
      if (!(await hasTable(sources[name], table))) continue;
      const [row] = await query<{ work: number }>(sources[name], sql);
      work += row?.work ?? 0;
    }
  }
  return work;
}

/**
 * Waits until no saga runs and every event has arrived: the moment to check with `graceSeconds: 0`, if nobody begins
 * anything new. Throws after `timeoutMs` with how much was left.
 */
export async function untilSettled(sources: MallSources, timeoutMs = 30_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  // The databases are asked one after the other, so an event may slip from one into another behind our back, but not twice.
  for (let quietRounds = 0; quietRounds < 2;) {
    const work = await countWork(sources);
    quietRounds = work === 0 ? quietRounds + 1 : 0;
    if (performance.now() > end) {
      throw new Error(
        `The mall has not come to rest in ${timeoutMs} ms: ${work} sagas and events.`,
      );
    }
    if (quietRounds < 2) await pause(POLL_MS);
  }
}

import { parentPort, workerData } from "node:worker_threads";
import { simulateSeed } from "./simulateSeed";
import type { SeedRange, SeedsSummary } from "./simulateSeeds";
import { useVirtualGlobals } from "./virtualGlobals";
import { createVirtualTime, type VirtualTime } from "./virtualTime";

/** Between two reports to the main thread. */
const BATCH = 500;

/** A thread that does nothing but its share of the seeds. */
async function main({ from, to, every }: SeedRange): Promise<void> {
  let time: VirtualTime = createVirtualTime();
  useVirtualGlobals(() => time);
  for (let seed = from; seed < to;) {
    const summary: SeedsSummary = emptySummary();
    for (let run = 0; run < BATCH && seed < to; run++, seed += every) {
      const result = await simulateSeed(seed, (next) => {
        time = next;
      });
      addResult(summary, result);
    }
    parentPort?.postMessage(summary);
    // Nothing of this thread's own loop would come to its turn otherwise.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function emptySummary(): SeedsSummary {
  return {
    seeds: 0,
    sagas: 0,
    done: 0,
    crashes: 0,
    hangs: 0,
    fenced: 0,
    tombstones: 0,
    virtualMs: 0,
    failed: [],
  };
}

function addResult(summary: SeedsSummary, result: Awaited<ReturnType<typeof simulateSeed>>): void {
  summary.seeds += 1;
  for (const key of [
    "sagas",
    "done",
    "crashes",
    "hangs",
    "fenced",
    "tombstones",
    "virtualMs",
  ] as const) {
    summary[key] += result[key];
  }
  if (result.violations.length > 0) summary.failed.push(result);
}

// A failure of the simulator itself ends the thread, and with it the run.
void main(workerData as SeedRange);

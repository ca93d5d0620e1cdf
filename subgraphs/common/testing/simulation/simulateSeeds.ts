import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { SeedResult } from "./simulateSeed";

/** Seeds of one thread: from, from + every, … below to. */
export interface SeedRange {
  readonly from: number;
  readonly to: number;
  readonly every: number;
}

export interface SeedsSummary {
  seeds: number;
  sagas: number;
  done: number;
  crashes: number;
  hangs: number;
  fenced: number;
  tombstones: number;
  /** Of virtual time, rounded. */
  virtualMs: number;
  /** Seeds with violations. */
  failed: SeedResult[];
}

/**
 * Runs the seeds from `from` on, spread over threads of their own, each with a virtual clock.
 * @param onProgress is called now and then with what is known so far.
 */
export async function simulateSeeds(
  { from, count, threads }: { from: number; count: number; threads: number },
  onProgress: (soFar: SeedsSummary) => void = () => undefined,
): Promise<SeedsSummary> {
  const total: SeedsSummary = {
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
  const add = ({ failed, ...numbers }: SeedsSummary): void => {
    for (const [key, value] of Object.entries(numbers)) {
      total[key as keyof typeof numbers] += value;
    }
    total.failed.push(...failed);
    onProgress(total);
  };
  await Promise.all(
    Array.from({ length: threads }, (_, index) =>
      runThread({ from: from + index, to: from + count, every: threads }, add),
    ),
  );
  total.failed.sort((left, right) => left.seed - right.seed);
  return total;
}

function runThread(range: SeedRange, onSummary: (summary: SeedsSummary) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, "seedsWorker.js"), { workerData: range });
    worker.on("message", onSummary);
    worker.on("error", reject);
    worker.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`A thread of the simulation ended with ${code}.`));
    });
  });
}

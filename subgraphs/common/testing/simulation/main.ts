import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { simulateSeeds } from "./simulateSeeds";

const HELP = `Sagas under a virtual clock, with crashes, pauses, losses and doubles drawn from seeds (F16).

    npm run test:sagas                     seeds 1 to 100,000
    npm run test:sagas -- --from 4711 --count 1
`;

/** Violations that are printed. */
const SHOWN = 20;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      from: { type: "string", default: "1" },
      count: { type: "string", default: "100000" },
      threads: { type: "string", default: String(availableParallelism()) },
      help: { type: "boolean", default: false },
    },
  });
  const [from, count, threads] = [values.from, values.count, values.threads].map(Number);
  const isWhole = (value?: number): value is number => Number.isSafeInteger(value);
  if (values.help || !isWhole(from) || !isWhole(count) || !isWhole(threads) || threads < 1) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1_000;
  let shownAt = 0;
  const { failed, ...totals } = await simulateSeeds({ from, count, threads }, (soFar) => {
    if (soFar.seeds - shownAt < count / 10) return;
    shownAt = soFar.seeds;
    process.stdout.write(`${soFar.seeds} seeds, ${soFar.failed.length} failed\n`);
  });
  for (const { seed, violations } of failed.slice(0, SHOWN)) {
    process.stdout.write(`SEED ${seed}: ${violations.join("; ")}\n`);
  }
  const rate = Math.round(totals.seeds / seconds());
  process.stdout.write(
    `${JSON.stringify(totals)}\n${failed.length} seeds failed; ${seconds().toFixed(1)} s, ${rate} seeds/s on ${threads} threads\n`,
  );
  if (failed.length > 0) process.exitCode = 1;
}

void main();

import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { folderSizeMb } from "./folderSize";
import { median } from "./median";
import { measureStart, type MeasuredStart } from "./measureStart";

/**
 * `npm run bench:start [-- N]`: the medians of N (default 3) starts with a new database and as many with an old one, of
 * `npm start` on a built tree as a newcomer types it; what the six idle processes hold; what the packages take.
 */
async function bench(rounds: number): Promise<void> {
  const cold: MeasuredStart[] = [];
  const warm: MeasuredStart[] = [];
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`round ${round} of ${rounds}\n`);
    const dataDir = await mkdtemp(join(tmpdir(), "bench-start-"));
    try {
      cold.push(await measureStart(dataDir));
      warm.push(await measureStart(dataDir));
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }
  const [cpu] = cpus();
  const installedMb = await folderSizeMb(join(projectRoot, "node_modules"));
  const lines = [
    `Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? "unknown"}, median (lowest–highest) of ${rounds}`,
    row("npm start to ready, new database and seed", cold, "readyMs", 15),
    row("  of which the seed", cold, "seedMs", 10),
    row("npm start to ready, old database", warm, "readyMs", 15),
    row("six idle processes after the first start, RSS", cold, "residentMb", 900),
    row("six idle processes after a later start, RSS", warm, "residentMb", 900),
    row("  the same, shared pages counted once (PSS)", warm, "proportionalMb", null),
    `${"installed packages (node_modules)".padEnd(WIDTH)} ${installedMb.toFixed(0)} MB, bar 850 MB`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const WIDTH = 48;

/** One line of the report. Times are kept in milliseconds and printed in seconds; a bar has the printed unit. */
function row(
  what: string,
  starts: readonly MeasuredStart[],
  key: keyof MeasuredStart,
  bar: number | null,
): string {
  const values = starts.map((start) => start[key]).filter((value) => value !== null);
  if (values.length === 0) return `${what.padEnd(WIDTH)} not measured on this system`;
  const print = (value: number): string =>
    key.endsWith("Ms") ? (value / 1000).toFixed(1) : value.toFixed(0);
  const unit = key.endsWith("Ms") ? "s" : "MB";
  const range = `(${print(Math.min(...values))}–${print(Math.max(...values))})`;
  const limit = bar === null ? "" : `, bar ${bar} ${unit}`;
  return `${what.padEnd(WIDTH)} ${print(median(values))} ${unit} ${range}${limit}`;
}

const rounds = Number(process.argv[2] ?? 3);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write("Usage: npm run bench:start [-- rounds]\n");
  process.exit(1);
}
void bench(rounds);

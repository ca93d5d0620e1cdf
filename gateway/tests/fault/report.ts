import type { RunSettings } from "./settings";
import type { ScenarioResult } from "./scenarios/scenario";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly commit: string;
  readonly day: string;
  /** Load averages of the last 1, 5 and 15 minutes at the end. */
  readonly load: readonly number[];
}

/** The report of a run, in Markdown. */
export function formatReport(
  results: readonly ScenarioResult[],
  { seed, only, counts, rate }: RunSettings,
  machine: Machine,
): string {
  const flags = only.map((id) => `${id}=${counts[id]}`).join(",");
  const rows = results.map((result) =>
    [
      result.id,
      result.title,
      result.faults,
      result.perSecond ?? "at once",
      result.checkouts,
      result.orders,
      result.violations.length,
      formatMs(quantile(result.recoveriesMs, 0.5)),
      formatMs(quantile(result.recoveriesMs, 1)),
      `${Math.round(result.durationMs / 1_000)} s`,
    ].join(" | "),
  );
  return `# Faults and what came of them

Real processes, real database, clients through the gateway; see README.md here. Reproduce with

    npm run test:fault -- --seed ${seed} --only ${only.join(",")} --counts ${flags}${rate === null ? "" : ` --rate ${rate}`}

Seed ${seed}, ${machine.day}, commit ${machine.commit}, Node ${machine.node}, ${machine.cores} × ${machine.cpu},
load averages at the end ${machine.load.map((value) => value.toFixed(1)).join(", ")} (whatever is above the number of cores waits for one: recovery times then tell more of the
machine than of the mall).

| row | fault | faults (F8, F10: runs) | checkouts/s | checkouts | orders | violations | recovery p50 | recovery max | took |
| - | - | - | - | - | - | - | - | - | - |
${rows.map((row) => `| ${row} |`).join("\n")}

Recovery, where nothing else is said, is the time from a kill until every checkout that was under way then had ended as
its client hoped and all processes were back.

${results.map(formatDetails).join("\n")}`;
}

function formatDetails({ id, notes, violations }: ScenarioResult): string {
  const lines = [...notes, ...violations.slice(0, 20).map((violation) => `VIOLATION ${violation}`)];
  return `## ${id}\n\n${lines.map((line) => `- ${line}`).join("\n")}\n`;
}

function formatMs(ms: number | null): string {
  return ms === null ? "–" : `${(ms / 1_000).toFixed(1)} s`;
}

/** The value below which so large a part lies; null without values. */
export function quantile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? null;
}

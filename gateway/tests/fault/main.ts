import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "@micro-shop/common/config";
import { seededRandom } from "@micro-shop/common/testing/seededRandom";
import { formatReport } from "./report";
import { readSettings, UsageError, type RunSettings } from "./settings";
import { commitCuts } from "./scenarios/commitCuts";
import { databaseKills } from "./scenarios/databaseKill";
import { allKills, participantKills, relayKills, sagaKills } from "./scenarios/kills";
import { lastUnits } from "./scenarios/lastUnits";
import { sameKeys } from "./scenarios/sameKey";
import type { ReportedId, Scenario, ScenarioId, ScenarioResult } from "./scenarios/scenario";
import { zombieHolders } from "./scenarios/zombies";

const scenarios: Readonly<Record<ScenarioId, Scenario>> = {
  F1: sagaKills,
  F2: participantKills,
  F3: databaseKills,
  F4: commitCuts,
  F5: zombieHolders,
  F8: lastUnits,
  F10: sameKeys,
  F14: relayKills,
};

const log = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs the scenarios one after the other, each with a mall of its own; exit 1 when an invariant was broken. */
async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2));
  const folder = await mkdtemp(join(tmpdir(), "mall-journals-"));
  log(`seed ${settings.seed}; the journals of answers are in ${folder}`);
  const results: ScenarioResult[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    // The second one ends it at once.
    process.once(name, () => {
      log("no more faults; what there was is checked now");
      stopping.abort();
    });
  }
  for (const { id, scenario, count } of planOf(settings)) {
    if (signal.aborted) break;
    log(`${id}: ${count}`);
    const random = seededRandom(settings.seed);
    const start = performance.now();
    const result = await scenario({
      random,
      count,
      folder,
      log,
      signal,
      rate: settings.rate,
    }).catch((error: unknown) => brokenOff(id, error, performance.now() - start));
    results.push(result);
    for (const violation of result.violations) log(`VIOLATION ${violation}`);
    // Written after each, so that what has been done counts when a later one hangs.
    await writeReport(settings, results);
  }
  const violations = results.reduce((sum, result) => sum + result.violations.length, 0);
  log(`${violations} violations`);
  if (violations > 0) process.exitCode = 1;
}

/** The row of a scenario that could not be carried out: it proves nothing, and the others are still worth something. */
function brokenOff(id: ReportedId, error: unknown, durationMs: number): ScenarioResult {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(reason);
  return {
    id,
    title: "broken off",
    faults: 0,
    perSecond: null,
    checkouts: 0,
    orders: 0,
    violations: [`broken off, nothing was checked: ${reason.split("\n")[0] ?? ""}`],
    recoveriesMs: [],
    notes: [],
    durationMs,
  };
}

function planOf({ only, counts }: RunSettings) {
  const isBoth = only.includes("F1") && only.includes("F2");
  return only.flatMap((id): { id: ReportedId; scenario: Scenario; count: number }[] => {
    if (!isBoth || (id !== "F1" && id !== "F2")) {
      return [{ id, scenario: scenarios[id], count: counts[id] }];
    }
    return id === "F1" ? [{ id: "F1+F2", scenario: allKills, count: counts.F1 + counts.F2 }] : [];
  });
}

async function writeReport(
  settings: RunSettings,
  results: readonly ScenarioResult[],
): Promise<void> {
  const [cpu] = cpus();
  const report = formatReport(results, settings, {
    cpu: cpu?.model ?? "unknown",
    cores: cpus().length,
    load: loadavg(),
    node: process.versions.node,
    commit: commit(),
    day: new Date().toISOString().slice(0, 10),
  });
  await writeFile(join(projectRoot, "gateway/tests/fault/RESULTS.md"), report);
}

/** Of the tree that is tested; a copy of it without its history is told by the variable. */
function commit(): string {
  const told = process.env["FAULT_COMMIT"];
  if (told !== undefined) return told;
  try {
    const options = { cwd: projectRoot, stdio: "pipe" } as const;
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], options).toString().trim();
  } catch {
    // No history, no number: the report is worth more than its commit.
    return "unknown";
  }
}

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError;
  process.stderr.write(
    `${isUsage ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
});

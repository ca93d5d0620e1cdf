import { dataDirOf } from "@micro-shop/common/config";
import { serviceNames, type ServiceName } from "@micro-shop/common/serviceNames";
import { databaseUrlOf } from "@micro-shop/common/supervisor/doctor/databaseChecks";
import { findServer } from "@micro-shop/common/supervisor/doctor/serverChecks";
import { readRunningMall } from "@micro-shop/common/supervisor/runningMall";
import { checkInvariants, type CheckOptions } from "./checkInvariants";
import type { InvariantReport } from "./invariant";
import { lastChange } from "./lastChange";
import { withMallDatabases, type MallDatabases } from "./mallDatabases";
import { countViolations, printReports } from "./printReports";

/**
 * `npm run invariants`: checks the mall of `DATABASE_URL`, else that of the data folder, whose database is started for it
 * when it does not run. Exits with 1 on violations, with 2 when the check cannot be made.
 * `--json`: the reports as JSON and no other exit code than 0 once they are made. `--still`: nothing is under way, so
 * nothing is excused. `--stopped`: nobody works on what is under way.
 */
async function main(flags: ReadonlySet<string>): Promise<void> {
  const dataDir = dataDirOf(process.env["DATA_DIR"]);
  const isStopped = flags.has("--stopped") || (await isMallStopped(dataDir));
  const server = await findServer(process.env, dataDir);
  try {
    if (server.adminUrl === null) return fail(server.finding.says);
    const { adminUrl } = server;
    const urls = serviceNames.map((name) => [name, databaseUrlOf(name, { adminUrl })]);
    const reports = await withMallDatabases(
      Object.fromEntries(urls) as Record<ServiceName, string>,
      async (databases) =>
        checkInvariants(databases, await optionsOf(databases, { flags, isStopped })),
    );
    print(reports, flags.has("--json"));
  } finally {
    await server.stop();
  }
}

/** A server of somebody else's may serve a mall on another machine. */
async function isMallStopped(dataDir: string): Promise<boolean> {
  return !process.env["DATABASE_URL"] && (await readRunningMall(dataDir)) === null;
}

async function optionsOf(
  databases: MallDatabases,
  { flags, isStopped }: { readonly flags: ReadonlySet<string>; readonly isStopped: boolean },
): Promise<CheckOptions> {
  if (flags.has("--still")) return { graceSeconds: 0 };
  const asOf = isStopped ? await lastChange(databases) : null;
  return asOf === null ? {} : { asOf };
}

function print(reports: readonly InvariantReport[], asJson: boolean): void {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(reports)}\n`);
    return;
  }
  const count = countViolations(reports);
  const closing = count === 0 ? "All invariants hold." : `${count} violations.`;
  process.stdout.write(`\n${printReports(reports)}\n  ${closing}\n\n`);
  process.exitCode = count === 0 ? 0 : 1;
}

function fail(reason: string): void {
  process.stderr.write(`The invariants cannot be checked: ${reason}.\n`);
  process.exitCode = 2;
}

main(new Set(process.argv.slice(2))).catch((error: unknown) => {
  fail(error instanceof Error ? error.message : String(error));
});

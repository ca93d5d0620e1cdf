import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { run } from "../../database/embedded/run";
import { ok, problem, problemOf, type Finding } from "./finding";

/** What the checker prints for programs; this workspace stands below it and cannot import it. */
const reportsShape = z.array(
  z.object({
    invariant: z.string(),
    sentence: z.string(),
    count: z.number(),
    violations: z.array(z.object({ ids: z.record(z.string(), z.string()), detail: z.string() })),
  }),
);

export interface InvariantCheckOptions {
  /** The project's root. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly adminUrl: string;
  /** Whether nobody works on what is under way: then it is no fault that it does not end. */
  readonly isStopped: boolean;
}

const LISTED = 3;

/** Whether the invariants hold in the databases, as the checker sees it, a program of its own. */
export async function checkInvariants(options: InvariantCheckOptions): Promise<readonly Finding[]> {
  const program = join(options.root, "subgraphs/invariants/dist/main.js");
  if (!existsSync(program)) {
    return [problem("invariants", "the checker is not built", "npm install && npm run build")];
  }
  try {
    const reports = reportsShape.parse(JSON.parse(await runChecker(program, options)));
    const broken = reports.filter(({ count }) => count > 0);
    if (broken.length > 0) return broken.map(describe);
    return [ok("invariants", `all ${reports.length} hold (stock, money, coupons, events, …)`)];
  } catch (error) {
    return [problemOf("invariants", error)];
  }
}

function runChecker(
  program: string,
  { environment, adminUrl, isStopped }: InvariantCheckOptions,
): Promise<string> {
  const parameters = [program, "--json", ...(isStopped ? ["--stopped"] : [])];
  return run(process.execPath, parameters, { env: { ...environment, DATABASE_URL: adminUrl } });
}

function describe(report: z.infer<typeof reportsShape>[number]): Finding {
  const { invariant, sentence, count, violations } = report;
  const lines = violations.slice(0, LISTED).map(({ ids, detail }) => {
    const subject = Object.entries(ids).map(([name, id]) => `${name} ${id}`);
    return `${subject.join(", ")}: ${detail}`;
  });
  const says = [`${invariant} is broken ${count} ×: ${sentence}`, ...lines].join("\n");
  return problem(
    "invariants",
    says,
    "npm run invariants lists them; the ids in the services' logs tell how it came about",
  );
}

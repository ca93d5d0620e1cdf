import { checkInvariants } from "@micro-shop/invariants/checkInvariants";
import { withMallDatabases } from "@micro-shop/invariants/mallDatabases";
import type { FaultMall } from "../mall/faultMall";

/** Checks I1 to I13 in the databases of a mall that has settled; each violation in a sentence. */
export async function checkBooks({ mall }: FaultMall): Promise<readonly string[]> {
  const reports = await withMallDatabases(mall.databaseUrls, (sources) =>
    checkInvariants(sources, { graceSeconds: 0 }),
  );
  return reports.flatMap(({ invariant, sentence, violations }) =>
    violations.map(
      ({ ids, detail }) => `${invariant} (${sentence}): ${detail} ${JSON.stringify(ids)}`,
    ),
  );
}

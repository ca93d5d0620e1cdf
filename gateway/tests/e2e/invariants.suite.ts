import type { TestMall } from "@micro-shop/common/testing/testMall";
import { checkInvariants } from "@micro-shop/invariants/checkInvariants";
import { withMallDatabases } from "@micro-shop/invariants/mallDatabases";
import { countViolations, printReports } from "@micro-shop/invariants/printReports";
import { untilSettled } from "@micro-shop/invariants/untilSettled";

/** What all that was done to the mall has left behind. */
export function describeInvariants(mall: () => TestMall): void {
  describe("in the end", () => {
    it("every saga has ended, every event has arrived, and I1 to I13 hold", async () => {
      const reports = await withMallDatabases(mall().databaseUrls, async (databases) => {
        await untilSettled(databases);
        return checkInvariants(databases, { graceSeconds: 0 });
      });
      // As text, so that a failure can be read.
      if (countViolations(reports) > 0) throw new Error(`\n${printReports(reports)}`);
    }, 60_000);
  });
}

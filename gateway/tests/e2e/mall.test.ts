import { startTestMall, type TestMall } from "@micro-shop/common/testing/testMall";
import { describeBudgets } from "./budgets.suite";
import { describeEndings } from "./endings.suite";
import { describeExample } from "./example.suite";
import { describeFulfilment } from "./fulfilment.suite";
import { describeHealing } from "./healing.suite";
import { describeInvariants } from "./invariants.suite";
import { describeLastPieces } from "./oversell.suite";
import { describePlaygroundSession } from "./playgroundSession.suite";
import { describePurchase } from "./purchase.suite";
import { describeSiblingAway } from "./siblingAway.suite";

/** One mall for all that only needs one: six processes and their seeds are most of a suite's time. */
describe("the mall", () => {
  let mall: TestMall;
  beforeAll(async () => {
    mall = await startTestMall();
  }, 60_000);
  afterAll(() => mall.stop(), 30_000);

  // First, while no event of another test is under way: it counts statements.
  describeBudgets(() => mall);
  describePurchase(() => mall);
  describeFulfilment(() => mall);
  describeEndings(() => mall);
  describeExample(() => mall);
  describeLastPieces(() => mall);
  describePlaygroundSession(() => mall);
  // Late: they kill and suspend processes.
  describeSiblingAway(() => mall);
  describeHealing(() => mall);
  // After everything: nothing new begins under its look.
  describeInvariants(() => mall);
});

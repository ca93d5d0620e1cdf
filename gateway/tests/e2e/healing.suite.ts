import { serviceNames } from "@micro-shop/common/serviceNames";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { newShopper } from "../support/shopper";

/** Needs a seeded mall of its own run; see mall.test.ts. */
export function describeHealing(mall: () => TestMall): void {
  describe("a killed process", () => {
    it("is started again, whichever it is, and the mall serves as before", async () => {
      const killed = [...serviceNames, "gateway"] as const;
      const before = new Map(killed.map((name) => [name, mall().pid(name)]));
      for (const pid of before.values()) process.kill(pid ?? 0, "SIGKILL");
      await untilReady(mall().url);
      for (const name of killed) expect(mall().pid(name)).not.toBe(before.get(name));
      const shopper = await newShopper(`${mall().url}/graphql`);
      const { me } = await shopper.run<{ me: { id: string } }>("Me");
      expect(me.id).toBe(shopper.userId);
    }, 60_000);
  });
}

/** Waits until the gateway finds all subgraphs ready; its jest timeout is the bound. */
async function untilReady(url: string): Promise<void> {
  for (;;) {
    try {
      if ((await fetch(`${url}/health/ready`)).ok) return;
    } catch {
      // The gateway itself is still down.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

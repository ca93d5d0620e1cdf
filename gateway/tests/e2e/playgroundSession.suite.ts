import { randomUUID } from "node:crypto";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { describeInBrowser, launchBrowser, type TestBrowser } from "../support/browser";
import { contractOperation } from "../support/contractOperations";
import { openPlayground } from "../support/playgroundPage";
import { demoShopper, findSku, type Payload } from "../support/shopper";

/** The playground in a real browser against the real mall. */
export function describePlaygroundSession(mall: () => TestMall): void {
  describeInBrowser("the playground on the whole mall", (executablePath) => {
    let browser: TestBrowser;
    beforeAll(async () => (browser = await launchBrowser(executablePath)), 60_000);
    afterAll(() => browser.close());

    it("signs in as admin, asks all five subgraphs at once, and watches an order's status, without leaving the machine", async () => {
      const admin = await demoShopper(`${mall().url}/graphql`, "admin@example.com");
      const sku = await findSku(admin);
      const { order } = await admin.mutate<Payload & { order: { id: string } }>("PlaceOrder", {
        idempotencyKey: randomUUID(),
        lines: [{ skuId: sku.id, quantity: 1 }],
        addressId: await admin.addAddress(),
      });

      const playground = await openPlayground(browser.context, mall().url);
      await playground.signInAs("admin@example.com");
      await playground.openOperation({
        query: contractOperation("MyMall"),
        variables: { first: 1 },
      });
      await playground.run();
      const answer = await playground.answerContaining(order.id);
      expect(answer).not.toContain('"errors"');

      const query = contractOperation("OrderStatusChanged");
      await playground.openOperation({ query, variables: { orderId: order.id } });
      await playground.run();
      await playground.answerContaining('"PENDING_PAYMENT"');
      await admin.mutate("PayOrder", {
        orderId: order.id,
        provider: "SANDBOX",
        methodToken: "tok_approve",
        idempotencyKey: randomUUID(),
      });
      await playground.answerContaining('"PAID"');

      expect(playground.failures()).toEqual([]);
      expect(browser.requestedHosts()).toEqual(["127.0.0.1"]);
    }, 90_000);
  });
}

import { randomUUID } from "node:crypto";
import { serviceNames } from "@micro-shop/common/serviceNames";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { contractOperation } from "../support/contractOperations";
import { placeUntilSettled, tryToPlace } from "../support/placeUntilSettled";
import type { PaymentAnswer, StatusChange } from "../support/purchaseAnswers";
import { startSdkWatcher } from "../support/sdkWatcher";
import { findSku, newShopper, type Shopper, type SkuFact } from "../support/shopper";

/** Needs a seeded mall of its own run; see mall.test.ts. */
export function describeHealing(mall: () => TestMall): void {
  describe("a killed process", () => {
    let buyer: Shopper;
    let sku: SkuFact;
    let addressId: string;

    beforeAll(async () => {
      buyer = await newShopper(`${mall().url}/graphql`);
      sku = await findSku(buyer, 20);
      addressId = await buyer.addAddress();
    });
    afterAll(() => buyer.close());

    const newOrder = () => ({
      idempotencyKey: randomUUID(),
      lines: [{ skuId: sku.id, quantity: 1 }],
      addressId,
    });
    const pay = (orderId: string) =>
      buyer.mutate<PaymentAnswer>("PayOrder", {
        orderId,
        provider: "SANDBOX",
        methodToken: "tok_approve",
        idempotencyKey: randomUUID(),
      });
    const watch = (orderId: string, after: string | null = null) =>
      buyer.subscribe<StatusChange>(contractOperation("OrderStatusChanged"), { orderId, after });

    it("of one service stops nobody else, and a live subscription goes on without a gap", async () => {
      const orderId = idOf(await placeUntilSettled(buyer, newOrder()));
      const live = watch(orderId);
      const [first] = await live.until((events) => events.length === 1);
      const killed = mall().pid("order");
      process.kill(killed ?? 0, "SIGKILL");

      const placement = newOrder();
      const page = { first: 1 };
      expect(await tryToPlace(buyer, placement)).toBeNull();
      expect(await buyer.run("Me")).toMatchObject({ me: { id: buyer.userId } });
      expect(await buyer.run("Products", page)).toMatchObject({ products: { edges: [{}] } });
      expect(await pay(orderId)).toMatchObject({ payment: { status: "CAPTURED" } });
      expect(mall().pid("order")).not.toBe(killed);

      // The same subscription on the same socket: the client has not noticed anything.
      const events = await live.until((seen) => seen.length === 2);
      live.stop();
      expect(events.map(({ errors }) => errors)).toEqual([undefined, undefined]);
      expect(events.map(({ data }) => data?.orderStatusChanged.event)).toMatchObject([
        { status: "PENDING_PAYMENT", version: 1 },
        { status: "PAID", version: 2 },
      ]);
      const fresh = watch(orderId);
      const resumed = watch(orderId, first?.data?.orderStatusChanged.event.id);
      for (const subscription of [fresh, resumed]) {
        const [next] = await subscription.until((seen) => seen.length === 1);
        subscription.stop();
        expect(next?.data?.orderStatusChanged.event).toMatchObject({ status: "PAID", version: 2 });
      }
      expect(await placeUntilSettled(buyer, placement)).toMatchObject({
        order: { status: "PENDING_PAYMENT" },
      });
    });

    it("is started again, whichever it is; the mall serves as before and the SDK resumes", async () => {
      const orderId = idOf(await placeUntilSettled(buyer, newOrder()));
      const watcher = await startSdkWatcher({
        url: `${mall().url}/graphql`,
        orderId,
        accessToken: buyer.token,
        lastStatus: "PAID",
      });
      const killed = [...serviceNames, "gateway"] as const;
      const before = new Map(killed.map((name) => [name, mall().pid(name)]));
      for (const pid of before.values()) process.kill(pid ?? 0, "SIGKILL");
      await untilReady(mall().url);
      for (const name of killed) expect(mall().pid(name)).not.toBe(before.get(name));
      const { me } = await buyer.run<{ me: { id: string } }>("Me");
      expect(me.id).toBe(buyer.userId);
      await pay(orderId);
      expect(await watcher.statuses).toEqual(["PENDING_PAYMENT", "PAID"]);
    }, 60_000);
  });
}

function idOf({ order }: { readonly order: { readonly id: string } | null }): string {
  if (!order) throw new Error("The order was refused.");
  return order.id;
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

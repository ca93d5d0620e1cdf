import { randomUUID } from "node:crypto";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { claimCouponFor, couponStatus } from "../support/coupons";
import { placeUntilSettled, tryToPlace } from "../support/placeUntilSettled";
import { availableOf, findSku, newShopper, type Shopper, type SkuFact } from "../support/shopper";
import { until } from "../support/until";

/** A client waits 6 s for an answer (RELIABILITY: deadlines). */
const CLIENT_WAITS_MS = 6_000;

/** Needs a seeded mall of its own run; see mall.test.ts. */
export function describeSiblingAway(mall: () => TestMall): void {
  describe("an order that is placed while other services are away", () => {
    interface Buyer {
      readonly shopper: Shopper;
      readonly couponId: string;
      readonly input: object;
    }
    let sku: SkuFact;

    async function buyerWithCoupon(more: object = {}): Promise<Buyer> {
      const shopper = await newShopper(`${mall().url}/graphql`);
      sku = await findSku(shopper, 20);
      const purchase = {
        addressId: await shopper.addAddress(),
        lines: [{ skuId: sku.id, quantity: 1 }],
      };
      const couponId = await claimCouponFor(shopper, purchase);
      const input = { ...purchase, couponId, idempotencyKey: randomUUID(), ...more };
      return { shopper, couponId, input };
    }
    /** Whatever is away, the client gets an answer while it still waits for one. */
    async function ask({ shopper, input }: Buyer) {
      const startedAt = performance.now();
      const answer = await tryToPlace(shopper, input);
      expect(performance.now() - startedAt).toBeLessThan(CLIENT_WAITS_MS);
      return answer;
    }
    const send = (signal: NodeJS.Signals, name: "pay" | "marketing" | "product") =>
      process.kill(mall().pid(name) ?? 0, signal);

    it("ends placed or undone once they are back, with stock, coupon and key agreeing", async () => {
      const placed = await buyerWithCoupon();
      const refused = await buyerWithCoupon({ expectedTotalMinor: 1 });
      const witness = placed.shopper;
      const before = await availableOf(witness, sku);
      try {
        // Hangs: whoever calls it runs into a timeout.
        send("SIGSTOP", "pay");
        const placing = ask(placed);
        await until(async () => (await couponStatus(witness, placed.couponId)) === "HELD");

        // The other order is caught between its reservation and its refusal for the wrong total …
        send("SIGSTOP", "marketing");
        const refusing = ask(refused);
        await until(async () => (await availableOf(witness, sku)) === before - 2);
        // … so that the undoing finds nobody who could release the stock: connection refused.
        send("SIGKILL", "product");
        send("SIGCONT", "marketing");

        const query = "query ($id: ID!) { me { id } product(id: $id) { id } }";
        const meanwhile = await witness.request(query, { id: sku.productId });
        expect(meanwhile).toMatchObject({
          data: { me: { id: witness.userId }, product: null },
          errors: [{ extensions: { code: "UNAVAILABLE" } }],
        });

        const [first, second] = await Promise.all([placing, refusing]);
        // Null is a TIMEOUT or UNAVAILABLE, which a busy machine may answer as well.
        const pending = { userErrors: [], order: { status: "PENDING" } };
        expect(first ?? pending).toMatchObject(pending);
        expect(second ?? pending).toMatchObject(pending);
        send("SIGCONT", "pay");

        const [settled, undone] = await Promise.all([
          placeUntilSettled(placed.shopper, placed.input),
          placeUntilSettled(refused.shopper, refused.input),
        ]);
        expect(settled).toMatchObject({
          userErrors: [],
          order: { id: first?.order?.id ?? expect.any(String), status: "PENDING_PAYMENT" },
        });
        expect(undone).toMatchObject({ order: null, userErrors: [{ code: "PRICE_CHANGED" }] });
        expect(await availableOf(witness, sku)).toBe(before - 1);
        expect(await couponStatus(placed.shopper, placed.couponId)).toBe("HELD");
        expect(await couponStatus(refused.shopper, refused.couponId)).toBe("UNUSED");
      } finally {
        // A stopped process would not hear that the mall closes.
        send("SIGCONT", "pay");
        send("SIGCONT", "marketing");
      }
    });
  });
}

import { randomUUID } from "node:crypto";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { claimCouponFor } from "../support/coupons";
import { demoShopper, findSkus, newShopper, type Payload, type Shopper } from "../support/shopper";
import { sqlCostOf, type SqlCounts } from "../support/sqlCounts";

interface PlaceAnswer extends Payload {
  readonly order: { readonly status: string } | null;
}

/** Needs a seeded mall of its own run; see mall.test.ts. */
export function describeBudgets(mall: () => TestMall): void {
  describe("the price of an operation in SQL statements", () => {
    let customer: Shopper;
    beforeAll(async () => {
      customer = await demoShopper(`${mall().url}/graphql`, "customer@example.com");
    }, 60_000);

    it("is one a kind of entity and subgraph for a storefront page of 20 products", async () => {
      await customer.run("Storefront", { first: 1 });
      let page: { products: { edges: unknown[] } } | undefined;
      const cost = await sqlCostOf(mall().ports, async () => {
        page = await customer.run("Storefront", { first: 20 });
      });
      expect(page?.products.edges).toHaveLength(20);
      expect(cost).toEqual({ user: 3, product: 5, order: 0, pay: 0, marketing: 4 });
    });

    it("does not grow with the page", async () => {
      const small = await sqlCostOf(mall().ports, () => customer.run("Storefront", { first: 20 }));
      const large = await sqlCostOf(mall().ports, () => customer.run("Storefront", { first: 40 }));
      expect(large).toEqual(small);
    });

    it("does not grow with the orders of MyMall", async () => {
      const small = await sqlCostOf(mall().ports, () => customer.run("MyMall", { first: 2 }));
      const large = await sqlCostOf(mall().ports, () => customer.run("MyMall", { first: 10 }));
      expect(large).toEqual(small);
    });

    describe("of placing an order from the cart", () => {
      /** The cost in a mall at rest, of a cart with that many SKUs. */
      async function costOfPlacing(skuCount: number, isWithCoupon: boolean): Promise<SqlCounts> {
        const buyer = await newShopper(`${mall().url}/graphql`);
        const addressId = await buyer.addAddress();
        const skus = await findSkus(buyer, skuCount);
        for (const { id } of skus) await buyer.mutate("AddToCart", { skuId: id, quantity: 2 });
        const couponId = isWithCoupon ? await claimCouponFor(buyer, { addressId }) : null;
        const input = { idempotencyKey: randomUUID(), addressId, couponId };
        let placed: PlaceAnswer | undefined;
        const cost = await sqlCostOf(mall().ports, async () => {
          placed = await buyer.mutate<PlaceAnswer>("PlaceOrder", input);
        });
        expect(skus).toHaveLength(skuCount);
        expect(placed?.order?.status).toBe("PENDING_PAYMENT");
        return cost;
      }

      it("is 20 over all services", async () => {
        const cost = await costOfPlacing(1, false);
        expect(cost).toEqual({ user: 1, product: 4, order: 10, pay: 3, marketing: 2 });
      });

      it("is two more with a coupon, and none more with more lines", async () => {
        const cost = await costOfPlacing(3, true);
        expect(cost).toEqual({ user: 1, product: 4, order: 10, pay: 3, marketing: 4 });
      });
    });
  });
}

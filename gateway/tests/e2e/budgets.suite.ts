import { randomUUID } from "node:crypto";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { demoShopper, findSku, newShopper, type Shopper } from "../support/shopper";
import { sqlCostOf } from "../support/sqlCounts";

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

    it("is at most 25 for placing an order, over all services", async () => {
      const buyer = await newShopper(`${mall().url}/graphql`);
      const addressId = await buyer.addAddress();
      const sku = await findSku(buyer);
      await buyer.mutate("AddToCart", { skuId: sku.id, quantity: 2 });
      const cost = await sqlCostOf(mall().ports, () =>
        buyer.mutate("PlaceOrder", { idempotencyKey: randomUUID(), addressId }),
      );
      const total = Object.values(cost).reduce((sum, count) => sum + count, 0);
      expect(total).toBeLessThanOrEqual(25);
      expect(cost.order).toBeGreaterThan(0);
    });
  });
}

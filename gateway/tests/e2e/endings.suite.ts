import { randomUUID } from "node:crypto";
import { openDatabase } from "@micro-shop/common/database/pool";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { testClient } from "@micro-shop/common/testing/testClient";
import { contractOperation } from "../support/contractOperations";
import { claimCouponFor, couponStatus } from "../support/coupons";
import type { OrderAnswer, PaymentAnswer } from "../support/purchaseAnswers";
import {
  availableOf,
  demoShopper,
  findSku,
  newShopper,
  type Payload,
  type Shopper,
  type SkuFact,
} from "../support/shopper";
import { until } from "../support/until";

interface CartAnswer extends Payload {
  readonly cart: {
    readonly token: string | null;
    readonly lines: readonly { readonly quantity: number; readonly sku: { readonly id: string } }[];
  } | null;
}

interface OrderView {
  readonly order: { readonly status: string; readonly paymentStatus: string };
}

/** Needs a seeded mall of its own run; see mall.test.ts. */
export function describeEndings(mall: () => TestMall): void {
  describe("an order that ends early", () => {
    let buyer: Shopper;
    let sku: SkuFact;
    let before: number;
    let couponId: string;
    let id: string;

    /** Places an order with a coupon for one piece. */
    beforeEach(async () => {
      buyer = await newShopper(`${mall().url}/graphql`);
      sku = await findSku(buyer, 20);
      before = await availableOf(buyer, sku);
      const purchase = {
        addressId: await buyer.addAddress(),
        lines: [{ skuId: sku.id, quantity: 1 }],
      };
      couponId = await claimCouponFor(buyer, purchase);
      const input = { ...purchase, couponId, idempotencyKey: randomUUID() };
      const { order } = await buyer.mutate<OrderAnswer>("PlaceOrder", input);
      id = order?.id ?? "";
      expect(await couponStatus(buyer, couponId)).toBe("HELD");
    }, 30_000);

    const view = async () => (await buyer.run<OrderView>("Order", { id })).order;
    const pay = () =>
      buyer.mutate<PaymentAnswer>("PayOrder", {
        orderId: id,
        provider: "SANDBOX",
        methodToken: "tok_approve",
        idempotencyKey: randomUUID(),
      });
    async function expectAllBack(): Promise<void> {
      await until(async () => (await couponStatus(buyer, couponId)) === "UNUSED");
      await until(async () => (await availableOf(buyer, sku)) === before);
    }

    it("because it was not paid in time gives back stock and coupon, and cannot be paid", async () => {
      const database = openDatabase({ url: mall().databaseUrls.order });
      // The time it may take is a setting of all orders; of this one it is over now.
      await database.pool.query(
        "update orders set expires_at = utc_timestamp(3) where id = unhex(?)",
        [id.replaceAll("-", "")],
      );
      await database.close();
      await until(async () => (await view()).status === "EXPIRED");
      await expectAllBack();
      expect((await pay()).userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
    });

    it("after it was paid is refunded once the staff agree, and gives back stock and coupon", async () => {
      await pay();
      await until(async () => (await couponStatus(buyer, couponId)) === "USED");
      const asked = await buyer.mutate<OrderAnswer>("CancelOrder", { orderId: id, reason: "Oh." });
      expect(asked).toMatchObject({ userErrors: [], order: { status: "PAID" } });
      const staff = await demoShopper(`${mall().url}/graphql`, "staff@example.com");
      const { adminOrders } = await staff.run<{
        adminOrders: { edges: { node: { id: string; buyer: { id: string } } }[] };
      }>("AdminOrders", { first: 1, filter: { cancellationRequested: true } });
      expect(adminOrders.edges).toMatchObject([{ node: { id, buyer: { id: buyer.userId } } }]);
      const decision = { orderId: id, approve: true, note: "Granted." };
      const resolved = await staff.mutate<OrderAnswer>("ResolveCancellation", decision);
      expect(resolved).toMatchObject({ userErrors: [], order: { status: "CANCELLED" } });
      await expectAllBack();
      await until(async () => (await view()).paymentStatus === "REFUNDED");
    });
  });

  it("a guest's cart joins the buyer's after signing in", async () => {
    const url = `${mall().url}/graphql`;
    const buyer = await newShopper(url);
    const { id: skuId } = await findSku(buyer);
    const input = { skuId, quantity: 2 };
    const { addToCart } = await testClient({ url }).data<{ addToCart: CartAnswer }>(
      contractOperation("AddToCart"),
      { input },
    );
    await buyer.mutate<CartAnswer>("AddToCart", { ...input, quantity: 1 });
    const merged = await buyer.mutate<CartAnswer>("MergeCart", {
      cartToken: addToCart.cart?.token,
    });
    expect(merged).toMatchObject({
      userErrors: [],
      cart: { lines: [{ quantity: 3, sku: { id: skuId } }] },
    });
  });
}

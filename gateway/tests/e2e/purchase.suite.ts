import { randomUUID } from "node:crypto";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { claimCouponFor, couponStatus } from "../support/coupons";
import { contractOperation } from "../support/contractOperations";
import type { OrderAnswer, PaymentAnswer, StatusChange } from "../support/purchaseAnswers";
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

/** Needs a seeded mall of its own run; see mall.test.ts. */
export function describePurchase(mall: () => TestMall): void {
  describe("a purchase through the one endpoint", () => {
    let url: string;
    let buyer: Shopper;
    let addressId: string;
    let sku: SkuFact;

    beforeAll(async () => {
      url = `${mall().url}/graphql`;
      buyer = await newShopper(url);
      addressId = await buyer.addAddress();
      sku = await findSku(buyer, 20);
    }, 60_000);

    const place = (
      input: object = {},
      shopper = buyer,
      address = addressId,
    ): Promise<OrderAnswer> =>
      shopper.mutate("PlaceOrder", {
        idempotencyKey: randomUUID(),
        lines: [{ skuId: sku.id, quantity: 1 }],
        addressId: address,
        ...input,
      });
    const pay = (
      orderId: string | undefined,
      methodToken = "tok_approve",
      key: string = randomUUID(),
    ) =>
      buyer.mutate<PaymentAnswer>("PayOrder", {
        orderId,
        provider: "SANDBOX",
        methodToken,
        idempotencyKey: key,
      });
    const available = () => availableOf(buyer, sku);
    const watch = (orderId: string | undefined, after: string | null = null, shopper = buyer) =>
      shopper.subscribe<StatusChange>(contractOperation("OrderStatusChanged"), { orderId, after });

    it("goes from the cart to PAID, each event joined with all five subgraphs", async () => {
      const shopper = await newShopper(url);
      const address = await shopper.addAddress();
      await shopper.run("Categories");
      const { cart } = await shopper.mutate<Payload & { cart: { lines: { id: string }[] } }>(
        "AddToCart",
        {
          skuId: sku.id,
          quantity: 2,
        },
      );
      expect(cart.lines).toHaveLength(1);
      const couponId = await claimCouponFor(shopper, { addressId: address });
      const { quote } = await shopper.run<{ quote: { total: { amountMinor: number } } }>("Quote", {
        input: { addressId: address, couponId },
      });
      const placed = await shopper.mutate<OrderAnswer>("PlaceOrder", {
        idempotencyKey: randomUUID(),
        addressId: address,
        couponId,
        expectedTotalMinor: quote.total.amountMinor,
      });
      expect(placed).toMatchObject({
        userErrors: [],
        order: { status: "PENDING_PAYMENT", total: { amountMinor: quote.total.amountMinor } },
      });
      expect(await couponStatus(shopper, couponId)).toBe("HELD");

      const subscription = watch(placed.order?.id, null, shopper);
      await subscription.until((events) => events.length === 1);
      const paid = await shopper.mutate<PaymentAnswer>("PayOrder", {
        orderId: placed.order?.id,
        provider: "SANDBOX",
        methodToken: "tok_slow_200",
        idempotencyKey: randomUUID(),
      });
      expect(paid).toMatchObject({ userErrors: [], payment: { status: "IN_FLIGHT" } });
      const events = await subscription.until((seen) => seen.length === 2);
      subscription.stop();
      expect(events.map(({ errors }) => errors)).toEqual([undefined, undefined]);
      const changes = events.map(({ data }) => data?.orderStatusChanged);
      expect(changes.map((change) => change?.event.status)).toEqual(["PENDING_PAYMENT", "PAID"]);
      expect(changes.map((change) => change?.order.payment.status)).toEqual([
        "CREATED",
        "CAPTURED",
      ]);
      for (const change of changes) {
        expect(change?.order.buyer.name).toBe("Test Buyer");
        expect(change?.order.lines).toEqual([
          { quantity: 2, sku: { code: expect.any(String), product: { name: expect.any(String) } } },
        ]);
      }
      const after = await shopper.run<{ cart: { lines: unknown[] } }>("Cart");
      expect(after.cart.lines).toEqual([]);
      await until(async () => (await couponStatus(shopper, couponId)) === "USED");
    });

    it("resumes after an event without repeating it", async () => {
      const { order } = await place();
      const first = watch(order?.id);
      const [event] = await first.until((events) => events.length === 1);
      first.stop();
      await pay(order?.id);
      const resumed = watch(order?.id, event?.data?.orderStatusChanged.event.id ?? "");
      const [next] = await resumed.until((events) => events.length === 1);
      resumed.stop();
      expect(next?.data?.orderStatusChanged.event).toMatchObject({ status: "PAID", version: 2 });
    });

    it("places one order for one key, however often it is sent, and refuses the key with another input", async () => {
      const input = { idempotencyKey: randomUUID(), lines: [{ skuId: sku.id, quantity: 1 }] };
      const answers = await Promise.all(Array.from({ length: 10 }, () => place(input)));
      expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
      const other = await place({ ...input, lines: [{ skuId: sku.id, quantity: 2 }] });
      expect(other.userErrors[0]?.code).toBe("IDEMPOTENCY_KEY_REUSED");
    });

    it("captures at most once, whatever keys the payment is tried with", async () => {
      const { order } = await place();
      const answers = await Promise.all(Array.from({ length: 5 }, () => pay(order?.id)));
      expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
      const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
      expect(new Set(codes)).toEqual(new Set(["ALREADY_PAID"]));
    });

    it("lets a declined payment be tried again", async () => {
      const { order } = await place();
      expect((await pay(order?.id, "tok_decline")).userErrors[0]?.code).toBe("DECLINED");
      expect((await pay(order?.id)).payment?.status).toBe("CAPTURED");
    });

    it("gives stock and coupon back when an unpaid order is cancelled, which can then not be paid", async () => {
      const before = await available();
      const lines = [{ skuId: sku.id, quantity: 2 }];
      const couponId = await claimCouponFor(buyer, { addressId, lines });
      const { order } = await place({ lines, couponId });
      expect(await available()).toBe(before - 2);
      expect(await couponStatus(buyer, couponId)).toBe("HELD");
      const cancelled = await buyer.mutate<OrderAnswer>("CancelOrder", { orderId: order?.id });
      expect(cancelled.order?.status).toBe("CANCELLED");
      await until(async () => (await available()) === before);
      await until(async () => (await couponStatus(buyer, couponId)) === "UNUSED");
      expect((await pay(order?.id)).userErrors[0]?.code).toBe("INVALID_STATE");
      const again = await place({ lines, couponId });
      expect(again).toMatchObject({ userErrors: [], order: { status: "PENDING_PAYMENT" } });
    });

    it("refuses a changed total with both amounts and keeps nothing reserved", async () => {
      const before = await available();
      const refused = await place({ expectedTotalMinor: 1 });
      expect(refused.order).toBeNull();
      expect(refused.userErrors[0]).toMatchObject({
        code: "PRICE_CHANGED",
        was: { amountMinor: 1 },
      });
      await until(async () => (await available()) === before);
    });

    it("answers NOT_FOUND for what belongs to somebody else", async () => {
      const { order } = await place();
      const stranger = await newShopper(url);
      expect(await stranger.run("Order", { id: order?.id })).toEqual({ order: null });
      expect(
        (await stranger.mutate<OrderAnswer>("CancelOrder", { orderId: order?.id })).userErrors[0]
          ?.code,
      ).toBe("NOT_FOUND");
      const foreignAddress = await place({}, stranger, addressId);
      expect(foreignAddress.userErrors[0]?.code).toBe("NOT_FOUND");
      const foreignPayment = await stranger.mutate<PaymentAnswer>("PayOrder", {
        orderId: order?.id,
        provider: "SANDBOX",
        methodToken: "tok_approve",
        idempotencyKey: randomUUID(),
      });
      expect(foreignPayment.userErrors[0]?.code).toBe("NOT_FOUND");
      const watched = watch(order?.id, null, stranger).until((events) => events.length > 0);
      await expect(watched).rejects.toThrow(/NOT_FOUND/);
    });

    it.each([
      '{ products(first: 1, filter: { minPriceMinor: "5" }) { totalCount } }',
      'mutation { updateProfile(input: { birthday: "1990-02-30" }) { userErrors { code } } }',
    ])("says what is wrong with a value that only its service can read: %s", async (query) => {
      const { errors } = await buyer.request(query);
      expect(errors).toMatchObject([
        {
          message: expect.stringMatching(/^A malformed value: /),
          extensions: { code: "BAD_REQUEST" },
        },
      ]);
    });

    it("shows staff what customers cannot see", async () => {
      const staff = await demoShopper(url, "staff@example.com");
      const query = "query ($id: ID!) { product(id: $id) { status skus { onHand } } }";
      const { products } = await buyer.run<{ products: { edges: { node: { id: string } }[] } }>(
        "Products",
        { first: 1 },
      );
      const id = products.edges[0]?.node.id;
      const seen = await staff.request<{ product: { status: string } }>(query, { id });
      expect(seen.errors).toEqual([]);
      expect(seen.data?.product.status).toBe("PUBLISHED");
      const hidden = await buyer.request<{ product: { status: null } }>(query, { id });
      expect(hidden.data?.product.status).toBeNull();
      expect(hidden.errors[0]?.extensions?.code).toBe("FORBIDDEN");
    });
  });
}

import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { startDeadline } from "@micro-shop/common/resilience/deadline";
import { createGate } from "@micro-shop/common/testing/gate";
import type { SkuOffer } from "../clients/siblings";
import { placeOrder } from "../logic/placeOrder";
import { newCustomer, openOrderFixture, type OrderFixture } from "./orderFixture";
import {
  countOrders,
  newBuyer,
  newLine,
  place,
  readOrder,
  type Buyer,
  type PlaceAnswer,
} from "./placing";

describe("placing an order", () => {
  let fixture: OrderFixture;
  let buyer: Buyer;
  beforeAll(async () => (fixture = await openOrderFixture("place")));
  afterAll(() => fixture.close());
  beforeEach(() => {
    buyer = newBuyer(fixture);
    fixture.siblings.calls.length = 0;
  });

  const placeIt = (input: object, by: Buyer = buyer): Promise<PlaceAnswer> =>
    place(fixture, by, input);
  const line = (quantity = 1, offer: Partial<SkuOffer> = {}) => newLine(fixture, quantity, offer);

  it("keeps prices, discounts, address and names as they are now", async () => {
    const [first, second] = [
      line(2),
      line(1, { name: "A chair", unitPrice: { amountMinor: 499, currency: "USD" } }),
    ];
    const couponId = fixture.siblings.addCoupon(buyer.id, 300);
    const { order, userErrors } = await placeIt({
      lines: [first, second],
      couponId,
      expectedTotalMinor: 2_857,
    });
    expect(userErrors).toEqual([]);
    expect(order).toMatchObject({
      status: "PENDING_PAYMENT",
      total: { amountMinor: 2_857, currency: "USD" },
    });
    fixture.siblings.change(first.skuId, {
      unitPrice: { amountMinor: 9, currency: "USD" },
      name: "Other",
    });
    const { createdAt, ...stored } = (await readOrder(fixture, buyer, order?.id ?? "")) ?? {};
    expect(stored).toMatchObject({
      orderNo: order?.orderNo,
      status: "PENDING_PAYMENT",
      paymentStatus: "UNPAID",
      fulfillmentStatus: "UNFULFILLED",
      items: { amountMinor: 2_499 },
      discount: { amountMinor: 300 },
      shipping: { amountMinor: 499 },
      tax: { amountMinor: 159 },
      total: { amountMinor: 2_857, currency: "USD" },
      address: { recipient: "Ada", city: "Portland", region: "CA", postalCode: "97201" },
      buyer: { id: buyer.id },
      couponUsed: { id: couponId },
      shipments: [],
      lines: [
        {
          quantity: 2,
          unitPrice: { amountMinor: 1_000 },
          discount: { amountMinor: 300 },
          name: "A lamp – red",
          sku: { id: first.skuId },
        },
        { quantity: 1, name: "A chair", sku: { id: second.skuId } },
      ],
      events: [{ version: 1, status: "PENDING_PAYMENT" }],
    });
    const window =
      new Date(order?.expiresAt ?? "").getTime() - new Date(String(createdAt)).getTime();
    expect(window).toBe(30 * 60 * 1_000);
    expect(order?.orderNo).toMatch(/^MS\d{6}-[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(fixture.siblings.reserved(first.skuId)).toBe(2);
    expect(fixture.siblings.couponHolder(couponId)).toBe(order?.id);
    expect(fixture.siblings.payment(order?.id ?? "")?.status).toBe("CREATED");
  });

  it("is shipped for nothing by a promotion, as the quote said", async () => {
    fixture.siblings.shipFree(true);
    try {
      const { order } = await placeIt({ lines: [line()], expectedTotalMinor: 1_073 });
      expect(await readOrder(fixture, buyer, order?.id ?? "")).toMatchObject({
        shipping: { amountMinor: 0 },
        total: { amountMinor: 1_073 },
      });
    } finally {
      fixture.siblings.shipFree(false);
    }
  });

  it("costs what the quote said", async () => {
    const lines = [line(3), line(2, { unitPrice: { amountMinor: 333, currency: "USD" } })];
    const couponId = fixture.siblings.addCoupon(buyer.id, 777);
    const input = { lines, couponId, addressId: buyer.addressId, shippingMethod: "EXPRESS" };
    const { data } = await fixture.run<{ quote: { total: { amountMinor: number } } }>(
      buyer,
      "query ($input: QuoteInput!) { quote(input: $input) { total { amountMinor } } }",
      { input },
    );
    const expectedTotalMinor = data?.quote.total.amountMinor;
    const { order } = await placeIt({ ...input, expectedTotalMinor });
    expect(order?.total?.amountMinor).toBe(expectedTotalMinor);
  });

  it("takes the cart's selected lines and leaves the others in it", async () => {
    const [wanted, kept] = [line(2), line()];
    await fixture.mutate(buyer, "addToCart", "cart { id }", wanted);
    const { cart } = await fixture.mutate<{ cart: { lines: { id: string }[] } }>(
      buyer,
      "addToCart",
      "cart { lines { id } }",
      kept,
    );
    await fixture.mutate(buyer, "updateCartLine", "cart { id }", {
      lineId: cart.lines[1]?.id,
      selected: false,
    });
    const input = { idempotencyKey: newId() };
    const { order } = await placeIt(input);
    expect(await readOrder(fixture, buyer, order?.id ?? "")).toMatchObject({
      lines: [{ quantity: 2, sku: { id: wanted.skuId } }],
    });
    const { data } = await fixture.run(buyer, "{ cart { lines { sku { id } } } }");
    expect(data).toEqual({ cart: { lines: [{ sku: { id: kept.skuId } }] } });
    expect((await placeIt(input)).order).toEqual(order);
  });

  it("leaves in the cart what was added to a line meanwhile", async () => {
    const [growing, other] = [line(2), line()];
    await fixture.mutate(buyer, "addToCart", "cart { id }", growing);
    await fixture.mutate(buyer, "addToCart", "cart { id }", other);
    fixture.siblings.before("createPayment", async () => {
      await fixture.mutate(buyer, "addToCart", "cart { id }", { ...growing, quantity: 3 });
    });
    await placeIt({});
    const { data } = await fixture.run(buyer, "{ cart { lines { quantity sku { id } } } }");
    expect(data).toEqual({ cart: { lines: [{ quantity: 3, sku: { id: growing.skuId } }] } });
  });

  it("costs at most 11 statements of its own", async () => {
    await fixture.mutate(buyer, "addToCart", "cart { id }", line());
    await fixture.mutate(buyer, "addToCart", "cart { id }", line());
    const { value, statements } = await recordStatements(() => placeIt({}));
    expect(value.order?.status).toBe("PENDING_PAYMENT");
    expect(statements).toHaveLength(10);
  });

  it("needs a login", async () => {
    const { errors } = await fixture.run(
      {},
      `mutation { placeOrder(input: { idempotencyKey: "k", addressId: "${buyer.addressId}" }) { order { id } } }`,
    );
    expect(errors).toHaveLength(1);
  });

  describe("with an idempotency key", () => {
    it("answers the same order for the same input and refuses another one", async () => {
      const input = { idempotencyKey: newId(), lines: [line()] };
      const first = await placeIt(input);
      expect(await placeIt(input)).toEqual(first);
      expect((await placeIt({ ...input, lines: [line()] })).userErrors).toMatchObject([
        { code: "IDEMPOTENCY_KEY_REUSED", path: ["input", "idempotencyKey"] },
      ]);
      expect(await countOrders(fixture, buyer)).toBe(1);
    });

    it("makes one order of twenty requests at once", async () => {
      const wanted = line();
      const input = { idempotencyKey: newId(), lines: [wanted] };
      const answers = await Promise.all(Array.from({ length: 20 }, () => placeIt(input)));
      expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
      expect(answers.every(({ order }) => order?.status === "PENDING_PAYMENT")).toBe(true);
      expect(await countOrders(fixture, buyer)).toBe(1);
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(1);
    });

    it("asks the database seldom while it waits for the first, and answers when that ends", async () => {
      const gate = createGate();
      fixture.siblings.before("createPayment", gate.pass);
      const input = { idempotencyKey: newId(), lines: [line()] };
      const first = placeIt(input);
      await gate.reached;
      const placement = {
        ...input,
        addressId: buyer.addressId,
        shippingMethod: null,
        couponId: null,
        expectedTotalMinor: null,
      };
      const hasty = { ...fixture.context(buyer), deadline: startDeadline(700) };
      const { value, statements } = await recordStatements(() => placeOrder(hasty, placement));
      expect(value.status).toBe("PENDING");
      // A look after 50 to 100 ms, then twice that, and so on, until 500 ms are over.
      const looks = statements.filter((statement) => statement.includes("from `orders`"));
      expect(looks.length).toBeLessThanOrEqual(6);
      const patient = placeIt(input);
      gate.open();
      expect(await patient).toEqual(await first);
    });

    it("makes two orders of two users who chose the same one", async () => {
      const other = newBuyer(fixture);
      const idempotencyKey = newId();
      const mine = await placeIt({ idempotencyKey, lines: [line()] });
      const theirs = await placeIt({ idempotencyKey, lines: [line()] }, other);
      expect(theirs.order?.id).not.toBe(mine.order?.id);
      expect(theirs.userErrors).toEqual([]);
    });
  });

  it("shows an order to its buyer and to staff with order:read only", async () => {
    const { order } = await placeIt({ lines: [line()] });
    expect(await readOrder(fixture, newCustomer(), order?.id ?? "")).toBeNull();
    expect(await readOrder(fixture, newCustomer("order:read"), order?.id ?? "")).toMatchObject({
      id: order?.id,
    });
    expect(await readOrder(fixture, buyer, "no id")).toBeNull();
  });
});

import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { recordStatements } from "@micro-shop/common/database/statements";
import { createGate } from "@micro-shop/common/testing/gate";
import { createLog } from "@micro-shop/common/log";
import { until } from "@micro-shop/common/testing/until";
import { createOrderServices } from "../services";
import { unavailable } from "./fakeSiblings";
import {
  newCustomer,
  openOrderFixture,
  type Customer,
  type OrderFixture,
  type UserErrorAnswer,
} from "./orderFixture";

interface OrderAnswer {
  readonly id: string;
  readonly orderNo: string;
  readonly status: string;
  readonly expiresAt: string;
  readonly total: { readonly amountMinor: number; readonly currency: string } | null;
}

interface Refused extends UserErrorAnswer {
  readonly sku?: { readonly id: string };
  readonly available?: number;
  readonly was?: { readonly formatted: string };
  readonly is?: { readonly amountMinor: number };
  readonly reason?: string;
}

interface PlaceAnswer {
  readonly order: OrderAnswer | null;
  readonly userErrors: readonly Refused[];
}

const PLACED = `order { id orderNo status expiresAt total { amountMinor currency } }
  userErrors { __typename code message path
    ... on InsufficientStock { sku { id } available }
    ... on PriceChanged { was { amountMinor formatted } is { amountMinor } }
    ... on CouponNotApplicable { reason } }`;

describe("placing an order", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  let addressId: string;
  beforeAll(async () => (fixture = await openOrderFixture("place")));
  afterAll(() => fixture.close());
  beforeEach(() => {
    customer = newCustomer();
    addressId = fixture.siblings.addAddress(customer.id, { region: "CA" });
    fixture.siblings.calls.length = 0;
  });

  const place = (input: object, caller: Partial<Caller> = customer): Promise<PlaceAnswer> =>
    fixture.mutate(caller, "placeOrder", PLACED, { idempotencyKey: newId(), addressId, ...input });
  const line = (quantity = 1, offer = {}) => ({ skuId: fixture.siblings.sell(offer), quantity });
  const read = async (id: string, caller: Partial<Caller> = customer) => {
    const selection = `id orderNo status paymentStatus fulfillmentStatus createdAt expiresAt
      items { amountMinor } discount { amountMinor } shipping { amountMinor } tax { amountMinor } total { amountMinor currency }
      address { recipient city region postalCode } buyer { id } couponUsed { id } shipments { id }
      lines { id quantity unitPrice { amountMinor } discount { amountMinor } name sku { id } product { id } }
      events { id version status at }`;
    const { data } = await fixture.run<{ order: Record<string, unknown> | null }>(
      caller,
      `query ($id: ID!) { order(id: $id) { ${selection} } }`,
      { id },
    );
    return data?.order ?? null;
  };
  const count = async (what: string): Promise<number> => {
    const [rows] = await fixture.database.pool.query(`select count(*) as n from ${what}`);
    return Number((rows as { n: number }[])[0]?.n);
  };
  const ordersOf = ({ id }: Customer): Promise<number> =>
    count(`orders where user_id = unhex('${id.replaceAll("-", "")}')`);

  it("keeps prices, discounts, address and names as they are now", async () => {
    const [first, second] = [
      line(2),
      line(1, { name: "A chair", unitPrice: { amountMinor: 499, currency: "USD" } }),
    ];
    const couponId = fixture.siblings.addCoupon(customer.id, 300);
    const { order, userErrors } = await place({
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
    const { createdAt, ...stored } = (await read(order?.id ?? "")) ?? {};
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
      buyer: { id: customer.id },
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

  it("costs what the quote said", async () => {
    const lines = [line(3), line(2, { unitPrice: { amountMinor: 333, currency: "USD" } })];
    const couponId = fixture.siblings.addCoupon(customer.id, 777);
    const input = { lines, couponId, addressId, shippingMethod: "EXPRESS" };
    const { data } = await fixture.run<{ quote: { total: { amountMinor: number } } }>(
      customer,
      "query ($input: QuoteInput!) { quote(input: $input) { total { amountMinor } } }",
      { input },
    );
    const expectedTotalMinor = data?.quote.total.amountMinor;
    const { order } = await place({ ...input, expectedTotalMinor });
    expect(order?.total?.amountMinor).toBe(expectedTotalMinor);
  });

  it("takes the cart's selected lines and leaves the others in it", async () => {
    const [wanted, kept] = [line(2), line()];
    await fixture.mutate(customer, "addToCart", "cart { id }", wanted);
    const { cart } = await fixture.mutate<{ cart: { lines: { id: string }[] } }>(
      customer,
      "addToCart",
      "cart { lines { id } }",
      kept,
    );
    await fixture.mutate(customer, "updateCartLine", "cart { id }", {
      lineId: cart.lines[1]?.id,
      selected: false,
    });
    const input = { idempotencyKey: newId() };
    const { order } = await place(input);
    expect(await read(order?.id ?? "")).toMatchObject({
      lines: [{ quantity: 2, sku: { id: wanted.skuId } }],
    });
    const { data } = await fixture.run(customer, "{ cart { lines { sku { id } } } }");
    expect(data).toEqual({ cart: { lines: [{ sku: { id: kept.skuId } }] } });
    expect((await place(input)).order).toEqual(order);
  });

  it("leaves in the cart what was added to a line meanwhile", async () => {
    const [growing, other] = [line(2), line()];
    await fixture.mutate(customer, "addToCart", "cart { id }", growing);
    await fixture.mutate(customer, "addToCart", "cart { id }", other);
    fixture.siblings.before("createPayment", async () => {
      await fixture.mutate(customer, "addToCart", "cart { id }", { ...growing, quantity: 3 });
    });
    await place({});
    const { data } = await fixture.run(customer, "{ cart { lines { quantity sku { id } } } }");
    expect(data).toEqual({ cart: { lines: [{ quantity: 3, sku: { id: growing.skuId } }] } });
  });

  it("costs at most 11 statements of its own", async () => {
    await fixture.mutate(customer, "addToCart", "cart { id }", line());
    await fixture.mutate(customer, "addToCart", "cart { id }", line());
    const { value, statements } = await recordStatements(() => place({}));
    expect(value.order?.status).toBe("PENDING_PAYMENT");
    expect(statements).toHaveLength(10);
  });

  it("needs a login", async () => {
    const { errors } = await fixture.run(
      {},
      `mutation { placeOrder(input: { idempotencyKey: "k", addressId: "${addressId}" }) { order { id } } }`,
    );
    expect(errors).toHaveLength(1);
  });

  describe("is refused, and holds nothing, when", () => {
    const refusedOrder = async (input: object) => {
      const idempotencyKey = newId();
      const answer = await place({ ...input, idempotencyKey });
      const callsBefore = fixture.siblings.calls.length;
      const repeated = await place({ ...input, idempotencyKey });
      expect(answer.order).toBeNull();
      expect(repeated).toEqual(answer);
      expect(fixture.siblings.calls).toHaveLength(callsBefore);
      return answer.userErrors;
    };
    const listed = async () => {
      const { data } = await fixture.run(
        customer,
        "{ orders(first: 10) { totalCount edges { node { id } } } orderCounts { toPay } }",
      );
      return data;
    };
    afterEach(async () => {
      expect(await listed()).toEqual({
        orders: { totalCount: 0, edges: [] },
        orderCounts: { toPay: 0 },
      });
      const ofUser = `join orders o on o.id = e.order_id where o.user_id = unhex('${customer.id.replaceAll("-", "")}')`;
      expect(await count(`order_event e ${ofUser}`)).toBe(0);
      expect(await count(`order_line e ${ofUser}`)).toBe(0);
    });

    it("there is not enough of every line: all or nothing", async () => {
      const [fine, short, hidden] = [
        line(2),
        line(6, { available: 5 }),
        line(1, { onSale: false }),
      ];
      expect(await refusedOrder({ lines: [fine, short, hidden] })).toMatchObject([
        {
          __typename: "InsufficientStock",
          code: "INSUFFICIENT_STOCK",
          sku: { id: short.skuId },
          available: 5,
          path: ["input", "lines", "1", "quantity"],
        },
        { code: "UNAVAILABLE_PRODUCT", path: ["input", "lines", "2", "quantity"] },
      ]);
      expect(fixture.siblings.reserved(fine.skuId)).toBe(0);
      expect(await ordersOf(customer)).toBe(1);
    });

    it("the coupon cannot be used, and the stock comes back", async () => {
      const wanted = line();
      const couponId = fixture.siblings.addCoupon(newCustomer().id, 100);
      expect(await refusedOrder({ lines: [wanted], couponId })).toMatchObject([
        {
          __typename: "CouponNotApplicable",
          code: "COUPON_NOT_APPLICABLE",
          reason: "NOT_FOUND",
          path: ["input", "couponId"],
        },
      ]);
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(0);
    });

    it("the total is another one, and stock and coupon come back", async () => {
      const wanted = line();
      const couponId = fixture.siblings.addCoupon(customer.id, 100);
      expect(
        await refusedOrder({ lines: [wanted], couponId, expectedTotalMinor: 1_399 }),
      ).toMatchObject([
        {
          __typename: "PriceChanged",
          code: "PRICE_CHANGED",
          was: { formatted: "$13.99" },
          is: { amountMinor: 1_464 },
          path: ["input", "expectedTotalMinor"],
        },
      ]);
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(0);
      expect(fixture.siblings.couponHolder(couponId)).toBeNull();
      expect(fixture.siblings.calls).not.toContain("createPayment");
    });

    it("the address is somebody else's", async () => {
      const foreign = fixture.siblings.addAddress(newCustomer().id);
      expect(await refusedOrder({ lines: [line()], addressId: foreign })).toMatchObject([
        { code: "NOT_FOUND", path: ["input", "addressId"] },
      ]);
      expect(fixture.siblings.calls).toEqual(["addressSnapshot"]);
    });

    it("the SKUs have different currencies", async () => {
      const [dollars, euros] = [
        line(),
        line(1, { unitPrice: { amountMinor: 900, currency: "EUR" } }),
      ];
      expect(await refusedOrder({ lines: [dollars, euros] })).toMatchObject([
        { code: "INVALID_INPUT", path: ["input", "lines"] },
      ]);
      expect(fixture.siblings.reserved(dollars.skuId)).toBe(0);
    });
  });

  describe("keeps nothing", () => {
    afterEach(async () => expect(await ordersOf(customer)).toBe(0));

    it("of an empty cart, so that the key can be used again", async () => {
      const input = { idempotencyKey: newId() };
      expect((await place(input)).userErrors).toMatchObject([{ code: "EMPTY_ORDER" }]);
      expect((await place(input)).userErrors).toMatchObject([{ code: "EMPTY_ORDER" }]);
    });

    it.each([
      ["an unknown shipping method", { shippingMethod: "TELEPORT" }, "shippingMethod"],
      ["an empty key", { idempotencyKey: "" }, "idempotencyKey"],
      ["an endless key", { idempotencyKey: "k".repeat(256) }, "idempotencyKey"],
      ["no lines at all", { lines: [] }, "lines"],
      ["a negative total", { expectedTotalMinor: -1 }, "expectedTotalMinor"],
      ["an address that is no id", { addressId: "home" }, "addressId"],
    ])("of %s", async (_what, input, field) => {
      expect((await place({ lines: [line()], ...input })).userErrors).toMatchObject([
        { code: "INVALID_INPUT", path: ["input", field] },
      ]);
    });

    it.each([0, -1, 1_000])("of a quantity of %d", async (quantity) => {
      expect((await place({ lines: [line(quantity)] })).userErrors).toMatchObject([
        { code: "INVALID_INPUT", path: ["input", "lines", "0", "quantity"] },
      ]);
    });

    it("of more than 999 of a SKU over several lines", async () => {
      const { skuId } = line(1, { available: 5_000 });
      const lines = [
        { skuId, quantity: 600 },
        { skuId, quantity: 600 },
      ];
      expect((await place({ lines })).userErrors).toMatchObject([
        { code: "INVALID_INPUT", path: ["input", "lines", "1", "quantity"] },
      ]);
    });
  });

  describe("with an idempotency key", () => {
    it("answers the same order for the same input and refuses another one", async () => {
      const input = { idempotencyKey: newId(), lines: [line()] };
      const first = await place(input);
      expect(await place(input)).toEqual(first);
      expect((await place({ ...input, lines: [line()] })).userErrors).toMatchObject([
        { code: "IDEMPOTENCY_KEY_REUSED", path: ["input", "idempotencyKey"] },
      ]);
      expect(await ordersOf(customer)).toBe(1);
    });

    it("makes one order of twenty requests at once", async () => {
      const wanted = line();
      const input = { idempotencyKey: newId(), lines: [wanted] };
      const answers = await Promise.all(Array.from({ length: 20 }, () => place(input)));
      expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
      expect(answers.every(({ order }) => order?.status === "PENDING_PAYMENT")).toBe(true);
      expect(await ordersOf(customer)).toBe(1);
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(1);
    });

    it("makes two orders of two users who chose the same one", async () => {
      const other = newCustomer();
      const idempotencyKey = newId();
      const mine = await place({ idempotencyKey, lines: [line()] });
      const theirs = await place(
        { idempotencyKey, lines: [line()], addressId: fixture.siblings.addAddress(other.id) },
        other,
      );
      expect(theirs.order?.id).not.toBe(mine.order?.id);
      expect(theirs.userErrors).toEqual([]);
    });
  });

  describe("when a service is away", () => {
    it("asks again, and a lost answer changes nothing", async () => {
      const wanted = line(3);
      const couponId = fixture.siblings.addCoupon(customer.id, 100);
      for (const call of ["reserveStock", "holdDiscounts", "createPayment"] as const) {
        fixture.siblings.after(call, unavailable);
      }
      const { order } = await place({ lines: [wanted], couponId });
      expect(order?.status).toBe("PENDING_PAYMENT");
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(3);
      expect(fixture.siblings.couponHolder(couponId)).toBe(order?.id);
    });

    it("answers PENDING and finishes in the background", async () => {
      const stop = fixture.services.sagas.start();
      fixture.siblings.before("holdDiscounts", unavailable, unavailable);
      const { order, userErrors } = await place({ lines: [line()] });
      expect({ order, userErrors }).toMatchObject({
        order: { status: "PENDING", total: null },
        userErrors: [],
      });
      const placed = await until("the order is placed", async () => {
        const now = await read(order?.id ?? "");
        return now?.["status"] === "PENDING_PAYMENT" ? now : null;
      });
      expect(placed).toMatchObject({ total: { amountMinor: 1_572 }, events: [{ version: 1 }] });
      await stop();
    });

    it("is finished by another instance when this one dies on the way", async () => {
      const wanted = line(2);
      const idempotencyKey = newId();
      // A step that never answers and a lease that has run out: what a dead process leaves behind.
      const dead = new Promise<void>(() => undefined);
      const gate = createGate();
      fixture.siblings.after("holdDiscounts", () => {
        gate.open();
        return dead;
      });
      void place({ lines: [wanted], idempotencyKey });
      await gate.pass();
      await fixture.database.pool.query(
        "update saga set next_run_at = utc_timestamp(3) where next_run_at is not null",
      );
      const { database, siblings } = fixture;
      const other = createOrderServices({ database, siblings, log: createLog("test", "silent") });
      const stop = other.sagas.start();
      const repeated = await place({ lines: [wanted], idempotencyKey });
      expect(repeated.order?.status).toBe("PENDING_PAYMENT");
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(2);
      await stop();
    });

    it("answers a repeat PENDING as well while the first is under way", async () => {
      const gate = createGate();
      fixture.siblings.before("reserveStock", gate.pass);
      const input = { idempotencyKey: newId(), lines: [line()] };
      const first = place(input);
      await gate.reached;
      const repeated = place(input);
      gate.open();
      expect((await repeated).order).toEqual((await first).order);
    });
  });

  it("shows an order to its buyer and to staff with order:read only", async () => {
    const { order } = await place({ lines: [line()] });
    expect(await read(order?.id ?? "", newCustomer())).toBeNull();
    expect(await read(order?.id ?? "", newCustomer("order:read"))).toMatchObject({ id: order?.id });
    expect(await read("no id")).toBeNull();
  });
});

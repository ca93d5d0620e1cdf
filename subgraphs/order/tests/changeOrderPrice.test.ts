import { useClock } from "@micro-shop/common/clock";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { until } from "@micro-shop/common/testing/until";
import { expireOrders } from "../logic/expireOrders";
import { unavailable } from "./fakeSiblings";
import { approvedReturn, resolveReturn, ship, markDelivered } from "./fulfilmentHelpers";
import {
  newCustomer,
  openOrderFixture,
  type Customer,
  type OrderFixture,
  type UserErrorAnswer,
} from "./orderFixture";
import {
  cancelOrder,
  capturedEvent,
  deliver,
  placeOrder,
  recordedEvents,
  refundedEvent,
  stateOf,
  type PlacedOrder,
} from "./orderHelpers";
import { dieAfter, takeOver } from "./otherInstance";

const staff = newCustomer("order:price", "order:read");

interface Amount {
  readonly amountMinor: number;
}

interface PricedOrder {
  readonly status: string;
  readonly items: Amount;
  readonly discount: Amount;
  readonly adjustment: Amount;
  readonly shipping: Amount;
  readonly tax: Amount;
  readonly total: Amount;
  readonly lines: readonly { readonly id: string; readonly discount: Amount }[];
  readonly timeline: readonly {
    readonly kind: string;
    readonly actorId: string | null;
    readonly text: string | null;
    readonly amount: Amount | null;
  }[];
}

interface PriceAnswer {
  readonly order: { readonly id: string; readonly total: Amount } | null;
  readonly userErrors: readonly (UserErrorAnswer & {
    readonly was?: Amount;
    readonly is?: Amount;
  })[];
}

describe("the price of an order that waits for its payment", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  let order: PlacedOrder;
  beforeAll(async () => (fixture = await openOrderFixture("change_price")));
  afterAll(() => fixture.close());
  beforeEach(async () => {
    customer = newCustomer();
    order = await placeOrder(fixture, customer);
    fixture.siblings.calls.length = 0;
  });

  const change = (
    input: object = {},
    { of = order, by = staff }: { of?: PlacedOrder; by?: Partial<Caller> } = {},
  ): Promise<PriceAnswer> =>
    fixture.mutate(
      by,
      "changeOrderPrice",
      `order { id total { amountMinor } } userErrors { __typename code message path
        ... on PriceChanged { was { amountMinor } is { amountMinor } } }`,
      {
        orderId: of.id,
        expectedTotalMinor: of.total.amountMinor,
        discountMinor: 100,
        reason: "A scratch.",
        idempotencyKey: newId(),
        ...input,
      },
    );
  const read = async ({ id }: PlacedOrder = order): Promise<PricedOrder> => {
    const amounts = ["items", "discount", "adjustment", "shipping", "tax", "total"]
      .map((name) => `${name} { amountMinor }`)
      .join(" ");
    const { data } = await fixture.run<{ order: PricedOrder }>(
      staff,
      `query ($id: ID!) { order(id: $id) { status ${amounts} lines { id discount { amountMinor } }
        timeline { kind actorId text amount { amountMinor } } } }`,
      { id },
    );
    if (!data) throw new Error("The order cannot be read.");
    return data.order;
  };
  const totalOf = async () => (await read()).total.amountMinor;
  const due = () => fixture.siblings.payment(order.id)?.amountMinor;
  const priceKinds = async () =>
    (await read()).timeline.map(({ kind }) => kind).filter((kind) => kind.startsWith("PRICE"));
  const changed = () => ({ order: { total: { amountMinor: 1_399 } }, userErrors: [] });
  const refused = (code: string, ...path: string[]) => ({
    order: null,
    userErrors: [{ code, ...(path.length > 0 ? { path: ["input", ...path] } : {}) }],
  });
  const tellCaptured = (amountMinor: number) =>
    deliver(fixture, capturedEvent(fixture, order, { amountMinor }));

  it("falls by what staff take off: split, taxed anew, due, and in the timeline with who and why", async () => {
    const sku = (amountMinor: number) =>
      fixture.siblings.sell({ unitPrice: { amountMinor, currency: "USD" } });
    const placed = await placeOrder(fixture, customer, {
      addressId: fixture.siblings.addAddress(customer.id, { region: "CA" }),
      lines: [
        { skuId: sku(9_000), quantity: 1 },
        { skuId: sku(333), quantity: 3 },
        { skuId: sku(5), quantity: 1 },
      ],
    });
    const before = await read(placed);
    expect([before.shipping, before.adjustment]).toEqual([{ amountMinor: 0 }, { amountMinor: 0 }]);
    await change({ discountMinor: 1_000 }, { of: placed });
    const after = await read(placed);
    // 9,004 in goods would not be free of shipping; the fee stays what it was.
    expect(after).toMatchObject({
      items: { amountMinor: 10_004 },
      discount: { amountMinor: 1_000 },
      adjustment: { amountMinor: 1_000 },
      shipping: { amountMinor: 0 },
      tax: { amountMinor: 653 },
      total: { amountMinor: 9_657 },
    });
    expect(after.lines.map(({ discount }) => discount.amountMinor)).toEqual([900, 100, 0]);
    expect(fixture.siblings.payment(placed.id)?.amountMinor).toBe(9_657);
    expect(after.timeline.at(-1)).toEqual({
      kind: "PRICE_CHANGED",
      actorId: staff.id,
      text: "A scratch.",
      amount: { amountMinor: 1_000 },
    });
  });

  it("is what returns pay back, to the last unit, however the goods come back", async () => {
    const skuId = fixture.siblings.sell();
    const addressId = fixture.siblings.addAddress(customer.id, { region: "CA" });
    const placed = await placeOrder(fixture, customer, {
      addressId,
      lines: [{ skuId, quantity: 3 }],
    });
    const { order: cheaper } = await change({ discountMinor: 101 }, { of: placed });
    const total = cheaper?.total.amountMinor ?? 0;
    fixture.siblings.capture(placed.id);
    await deliver(fixture, capturedEvent(fixture, placed, { amountMinor: total }));
    const worker = newCustomer("order:ship", "order:return");
    const { shipment } = await ship(fixture, placed.id, {}, worker);
    await markDelivered(fixture, shipment?.id ?? "", worker);
    const [line] = (await read(placed)).lines;
    let back = 0;
    for (let unit = 0; unit < 3; unit++) {
      const lines = [{ orderLineId: line?.id ?? "", quantity: 1 }];
      const id = await approvedReturn(fixture, customer, placed.id, lines);
      const answer = await resolveReturn(fixture, id, "RECEIVED", { restock: false });
      back += answer.return?.refund?.amountMinor ?? 0;
    }
    expect(back).toBe(total - 499);
  });

  it("may fall again, down to one unit that is left to pay", async () => {
    await change();
    const of = { ...order, total: { amountMinor: 1_399, currency: "USD" } };
    await change({ discountMinor: 900 }, { of });
    expect(await read()).toMatchObject({
      adjustment: { amountMinor: 1_000 },
      total: { amountMinor: 499 },
    });
    const left = { ...order, total: { amountMinor: 499, currency: "USD" } };
    expect(await change({ discountMinor: 1 }, { of: left })).toMatchObject(
      refused("LIMIT_REACHED", "discountMinor"),
    );
    const unitPrice = { amountMinor: 20_000, currency: "USD" } as const;
    const free = await placeOrder(fixture, customer, {
      lines: [{ skuId: fixture.siblings.sell({ unitPrice }), quantity: 1 }],
    });
    expect(await change({ discountMinor: 20_000 }, { of: free })).toMatchObject(
      refused("LIMIT_REACHED", "discountMinor"),
    );
    expect(await change({ discountMinor: 19_999 }, { of: free })).toMatchObject({
      order: { total: { amountMinor: 1 } },
    });
  });

  it("is changed once a key, and a used key is for the same change", async () => {
    const idempotencyKey = newId();
    const answers = await Promise.all([1, 2, 3].map(() => change({ idempotencyKey })));
    expect(answers.filter(({ userErrors }) => userErrors.length > 0)).toEqual([]);
    expect(await change({ idempotencyKey })).toMatchObject(changed());
    expect(await change({ idempotencyKey, discountMinor: 200 })).toMatchObject(
      refused("IDEMPOTENCY_KEY_REUSED"),
    );
    expect([await totalOf(), due(), await priceKinds()]).toEqual([1_399, 1_399, ["PRICE_CHANGED"]]);
  });

  it("is changed by one of two who saw the same total", async () => {
    const answers = await Promise.all([change(), change({ discountMinor: 200 })]);
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(codes).toHaveLength(1);
    expect(["INVALID_STATE", "PRICE_CHANGED"]).toContain(codes[0]);
    expect(await totalOf()).toBe(due());
    expect([1_299, 1_399]).toContain(due());
  });

  it("is not changed from another total than the one seen", async () => {
    const answer = await change({ expectedTotalMinor: 1_500 });
    expect(answer).toMatchObject(refused("PRICE_CHANGED", "expectedTotalMinor"));
    expect(answer.userErrors).toMatchObject([
      { __typename: "PriceChanged", was: { amountMinor: 1_500 }, is: { amountMinor: 1_499 } },
    ]);
  });

  it.each([
    ["nothing", { discountMinor: 0 }, "discountMinor"],
    ["less than nothing", { discountMinor: -1 }, "discountMinor"],
    ["more than any order comes to", { discountMinor: 1e12 + 1 }, "discountMinor"],
    ["for no reason", { reason: "" }, "reason"],
    ["for a reason of two lines", { reason: "a\nb" }, "reason"],
    ["under no key", { idempotencyKey: "" }, "idempotencyKey"],
  ])("is not changed by %s", async (_what, input, field) => {
    expect(await change(input)).toMatchObject(refused("INVALID_INPUT", field));
    expect([await totalOf(), due()]).toEqual([1_499, 1_499]);
  });

  it("is changed only by staff who may", async () => {
    for (const by of [customer, newCustomer("order:cancel", "order:read"), {}]) {
      await expect(change({}, { by })).rejects.toThrow(
        /FORBIDDEN|UNAUTHENTICATED|may not|signed in/,
      );
    }
    expect(fixture.siblings.calls).toEqual([]);
  });

  it("is of no order that is unknown, paid, cancelled or out of time", async () => {
    expect(await change({ orderId: newId() })).toMatchObject(refused("NOT_FOUND", "orderId"));
    const restoreClock = useClock({ now: () => new Date(Date.now() + 31 * 60_000) });
    expect(await change()).toMatchObject(refused("INVALID_STATE", "orderId"));
    restoreClock();
    const cancelled = await placeOrder(fixture, customer);
    await cancelOrder(fixture, customer, cancelled.id);
    expect(await change({}, { of: cancelled })).toMatchObject(refused("INVALID_STATE", "orderId"));
    fixture.siblings.capture(order.id);
    await tellCaptured(1_499);
    expect(await change()).toMatchObject(refused("INVALID_STATE", "orderId"));
    expect(fixture.siblings.calls).not.toContain("changeAmountDue");
  });

  it("stands while a payment is under way; a repeat says so again, the next try may succeed", async () => {
    const payment = fixture.siblings.payment(order.id);
    if (!payment) throw new Error("There is no payment.");
    payment.status = "IN_FLIGHT";
    const idempotencyKey = newId();
    expect(await change({ idempotencyKey })).toMatchObject(refused("INVALID_STATE", "orderId"));
    payment.status = "CREATED";
    expect(await change({ idempotencyKey })).toMatchObject(refused("INVALID_STATE", "orderId"));
    expect([await totalOf(), due()]).toEqual([1_499, 1_499]);
    expect(await change()).toMatchObject(changed());
    expect(await priceKinds()).toEqual(["PRICE_CHANGE_REFUSED", "PRICE_CHANGED"]);
  });

  describe("and a payment", () => {
    it("that is captured first is of the old price, and the change is refused", async () => {
      fixture.siblings.before("changeAmountDue", () => void fixture.siblings.capture(order.id));
      expect(await change()).toMatchObject(refused("INVALID_STATE", "orderId"));
      expect(await tellCaptured(1_499)).toHaveLength(1);
      expect([(await read()).status, await totalOf()]).toEqual(["PAID", 1_499]);
    });

    it("that is told of while pay answers pays the old price", async () => {
      fixture.siblings.before("changeAmountDue", () => void fixture.siblings.capture(order.id));
      fixture.siblings.after("changeAmountDue", async () => void (await tellCaptured(1_499)));
      expect(await change()).toMatchObject(refused("INVALID_STATE", "orderId"));
      expect([(await read()).status, await totalOf()]).toEqual(["PAID", 1_499]);
    });

    it("of the new price waits until the order has it", async () => {
      const early: (readonly string[])[] = [];
      fixture.siblings.after("changeAmountDue", async () => {
        fixture.siblings.capture(order.id);
        early.push(await tellCaptured(1_399));
      });
      expect(await change()).toMatchObject(changed());
      expect(early).toEqual([[]]);
      expect(await tellCaptured(1_399)).toHaveLength(1);
      expect(await stateOf(fixture, customer, order.id)).toMatchObject({
        status: "PAID",
        paymentStatus: "PAID",
      });
      const paid = (await recordedEvents(fixture, order.id)).find(
        ({ topic }) => topic === "order.paid",
      );
      expect(paid?.payload).toMatchObject({ totalMinor: 1_399 });
    });
  });

  describe.each([
    ["a cancellation", "CANCELLED", () => cancelOrder(fixture, customer, order.id)],
    [
      "the end of its time",
      "EXPIRED",
      async () => {
        const restoreClock = useClock({ now: () => new Date(Date.now() + 31 * 60_000) });
        await expireOrders(fixture.services).finally(restoreClock);
      },
    ],
  ])("and %s", (_name, status, end) => {
    it("that comes before pay is told: nothing is changed", async () => {
      fixture.siblings.before("changeAmountDue", async () => void (await end()));
      expect(await change()).toMatchObject(refused("INVALID_STATE", "orderId"));
      expect([(await read()).status, await totalOf(), due()]).toEqual([status, 1_499, 1_499]);
    });

    it("that comes after it: the ended order and its payment agree, so a late capture goes back whole", async () => {
      fixture.siblings.after("changeAmountDue", async () => void (await end()));
      expect((await change()).userErrors).toEqual([]);
      expect([(await read()).status, await totalOf(), due()]).toEqual([status, 1_399, 1_399]);
      const payment = fixture.siblings.payment(order.id);
      if (payment) payment.status = "CAPTURED";
      expect(await tellCaptured(1_399)).toHaveLength(1);
      const back = { amountMinor: 1_399, refundedMinor: 1_399, capturedMinor: 1_399 };
      await deliver(fixture, refundedEvent(fixture, order, back));
      expect((await stateOf(fixture, customer, order.id)).paymentStatus).toBe("REFUNDED");
    });
  });

  it("is changed by another instance when this one dies between its steps, and only once", async () => {
    const death = dieAfter(fixture, "changeAmountDue");
    const answer = change();
    await death.reached;
    expect(await totalOf()).toBe(1_499);
    fixture.siblings.capture(order.id);
    expect(await tellCaptured(1_399)).toEqual([]);
    const stop = await takeOver(fixture);
    await until("the new price", async () => (await totalOf()) === 1_399);
    death.revive();
    await answer;
    await stop();
    expect(await tellCaptured(1_399)).toHaveLength(1);
    expect([await totalOf(), (await read()).status]).toEqual([1_399, "PAID"]);
    expect(await priceKinds()).toEqual(["PRICE_CHANGED"]);
  });

  it("is changed in the background when pay is away or its answer is lost", async () => {
    for (const lost of ["before", "after"] as const) {
      order = await placeOrder(fixture, customer);
      fixture.siblings[lost]("changeAmountDue", unavailable, unavailable);
      await change();
      const stop = await takeOver(fixture);
      await until("the new price", async () => (await totalOf()) === 1_399);
      await stop();
      expect([due(), await priceKinds()]).toEqual([1_399, ["PRICE_CHANGED"]]);
    }
  });
});

import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import {
  guest,
  newCustomer,
  openOrderFixture,
  type Customer,
  type OrderFixture,
  type UserErrorAnswer,
} from "./orderFixture";

interface Amount {
  readonly amountMinor: number;
}

interface QuoteAnswer {
  readonly lines: readonly {
    readonly sku: { readonly id: string } | null;
    readonly quantity: number;
    readonly unitPrice: Amount | null;
    readonly discount: Amount;
    readonly available: boolean;
  }[];
  readonly items: Amount;
  readonly discount: Amount;
  readonly shipping: Amount;
  readonly tax: Amount;
  readonly total: Amount & { readonly currency: string };
  readonly shippingMethods: readonly { readonly code: string; readonly fee: Amount }[];
  readonly userErrors: readonly (UserErrorAnswer & {
    readonly sku?: { readonly id: string };
    readonly available?: number;
    readonly reason?: string;
  })[];
}

const skuOfTwoLines = newId();

const QUOTE = `query ($input: QuoteInput!) { quote(input: $input) {
  lines { sku { id } quantity unitPrice { amountMinor } discount { amountMinor } available }
  items { amountMinor } discount { amountMinor } shipping { amountMinor } tax { amountMinor }
  total { amountMinor currency } shippingMethods { code name fee { amountMinor } }
  userErrors { __typename code message path
    ... on InsufficientStock { sku { id } available } ... on CouponNotApplicable { reason } } } }`;

describe("a quote", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  beforeAll(async () => (fixture = await openOrderFixture("quote")));
  afterAll(() => fixture.close());
  beforeEach(() => (customer = newCustomer()));

  const ask = async (input: object, caller: Partial<Caller> = customer): Promise<QuoteAnswer> => {
    const { data, errors } = await fixture.run<{ quote: QuoteAnswer }>(caller, QUOTE, { input });
    if (!data?.quote) throw new Error(JSON.stringify(errors));
    return data.quote;
  };
  const line = (quantity = 1, offer = {}) => ({ skuId: fixture.siblings.sell(offer), quantity });

  it("adds up items, discounts, shipping and tax of named lines", async () => {
    const [first, second] = [
      line(2),
      line(1, { unitPrice: { amountMinor: 499, currency: "USD" } }),
    ];
    const addressId = fixture.siblings.addAddress(customer.id, { region: "CA" });
    const couponId = fixture.siblings.addCoupon(customer.id, 300);
    const answer = await ask({ lines: [first, second], addressId, couponId });
    expect(answer).toMatchObject({
      lines: [
        {
          sku: { id: first.skuId },
          unitPrice: { amountMinor: 1_000 },
          discount: { amountMinor: 300 },
          available: true,
        },
        { sku: { id: second.skuId }, quantity: 1, discount: { amountMinor: 0 } },
      ],
      items: { amountMinor: 2_499 },
      discount: { amountMinor: 300 },
      shipping: { amountMinor: 499 },
      // 7.25 % of 2,199 is 159.4275.
      tax: { amountMinor: 159 },
      total: { amountMinor: 2_857, currency: "USD" },
      userErrors: [],
    });
    expect(fixture.siblings.couponHolder(couponId)).toBeNull();
  });

  it("is of the cart's selected lines when none are named", async () => {
    const wanted = line();
    await fixture.mutate(customer, "addToCart", "cart { id }", wanted);
    const { cart } = await fixture.mutate<{ cart: { lines: { id: string }[] } }>(
      customer,
      "addToCart",
      "cart { lines { id } }",
      line(),
    );
    await fixture.mutate(customer, "updateCartLine", "cart { id }", {
      lineId: cart.lines[1]?.id,
      selected: false,
    });
    expect((await ask({})).lines).toMatchObject([{ sku: { id: wanted.skuId }, quantity: 1 }]);
  });

  it("answers a guest for the cart with their token", async () => {
    const { cart } = await fixture.mutate<{ cart: { token: string } }>(
      guest,
      "addToCart",
      "cart { token }",
      line(3),
    );
    const answer = await ask({ cartToken: cart.token }, guest);
    expect(answer).toMatchObject({
      items: { amountMinor: 3_000 },
      tax: { amountMinor: 0 },
      userErrors: [],
    });
  });

  it("waives the fee by a promotion, of the methods that can be free", async () => {
    fixture.siblings.shipFree(true);
    try {
      const answer = await ask({ lines: [line()] });
      expect(answer.shippingMethods).toMatchObject([
        { code: "STANDARD", fee: { amountMinor: 0 } },
        { code: "EXPRESS", fee: { amountMinor: 1_499 } },
      ]);
      expect(answer).toMatchObject({ shipping: { amountMinor: 0 }, total: { amountMinor: 1_000 } });
    } finally {
      fixture.siblings.shipFree(false);
    }
  });

  it("offers every shipping method at its fee and takes the chosen one", async () => {
    const answer = await ask({ lines: [line()], shippingMethod: "EXPRESS" });
    expect(answer.shippingMethods).toMatchObject([
      { code: "STANDARD", fee: { amountMinor: 499 } },
      { code: "EXPRESS", fee: { amountMinor: 1_499 } },
    ]);
    expect(answer.shipping).toEqual({ amountMinor: 1_499 });
  });

  it("leaves lines that cannot be bought out of the sums and says why", async () => {
    const [fine, short, hidden] = [line(), line(6, { available: 5 }), line(1, { onSale: false })];
    const unknown = { skuId: newId(), quantity: 1 };
    const answer = await ask({ lines: [fine, short, hidden, unknown] });
    expect(
      answer.lines.map(({ available, unitPrice }) => [available, unitPrice?.amountMinor]),
    ).toEqual([
      [true, 1_000],
      [false, 1_000],
      [false, undefined],
      [false, undefined],
    ]);
    expect(answer.items).toEqual({ amountMinor: 1_000 });
    expect(answer.userErrors).toMatchObject([
      {
        __typename: "InsufficientStock",
        code: "INSUFFICIENT_STOCK",
        sku: { id: short.skuId },
        available: 5,
        path: ["input", "lines", "1", "quantity"],
      },
      { code: "UNAVAILABLE_PRODUCT", path: ["input", "lines", "2", "skuId"] },
      { code: "UNAVAILABLE_PRODUCT", path: ["input", "lines", "3", "skuId"] },
    ]);
  });

  it("adds up lines of one SKU before it looks at the stock", async () => {
    const { skuId } = line(1, { available: 5 });
    const lines = [
      { skuId, quantity: 3 },
      { skuId, quantity: 3 },
    ];
    expect(await ask({ lines })).toMatchObject({
      lines: [{ quantity: 6, available: false }],
      userErrors: [{ code: "INSUFFICIENT_STOCK", available: 5 }],
    });
  });

  it.each([
    ["an empty cart", {}, { code: "EMPTY_ORDER" }],
    [
      "an unknown shipping method",
      { shippingMethod: "TELEPORT" },
      { code: "INVALID_INPUT", path: ["input", "shippingMethod"] },
    ],
    [
      "a foreign address",
      { addressId: newId() },
      { code: "NOT_FOUND", path: ["input", "addressId"] },
    ],
    [
      "a foreign coupon",
      { couponId: newId() },
      { code: "COUPON_NOT_APPLICABLE", reason: "NOT_FOUND", path: ["input", "couponId"] },
    ],
  ])("tells of %s", async (_what, input, refusal) => {
    const lines = refusal.code === "EMPTY_ORDER" ? {} : { lines: [line()] };
    expect((await ask({ ...lines, ...input })).userErrors).toMatchObject([refusal]);
  });

  it("tells of SKUs in different currencies", async () => {
    const lines = [line(), line(1, { unitPrice: { amountMinor: 900, currency: "EUR" } })];
    expect(await ask({ lines })).toMatchObject({
      total: null,
      userErrors: [{ code: "INVALID_INPUT", path: ["input", "lines"] }],
    });
  });

  it("asks each service at most once", async () => {
    fixture.siblings.calls.length = 0;
    const addressId = fixture.siblings.addAddress(customer.id);
    await ask({ lines: [line(), line()], addressId });
    expect(fixture.siblings.calls.toSorted()).toEqual([
      "addressSnapshot",
      "orderDiscounts",
      "skuOffers",
    ]);
  });

  it.each([
    ["no lines at all", { lines: [] }, ["lines"]],
    ["a quantity of 0", { lines: [{ skuId: newId(), quantity: 0 }] }, ["lines", "0", "quantity"]],
    ["a SKU that is no id", { lines: [{ skuId: "x", quantity: 1 }] }, ["lines", "0", "skuId"]],
    ["101 lines", { lines: Array(101).fill({ skuId: newId(), quantity: 1 }) }, ["lines"]],
    [
      "1,000 of a SKU over two lines",
      { lines: Array(2).fill({ skuId: skuOfTwoLines, quantity: 500 }) },
      ["lines", "1", "quantity"],
    ],
    ["an address that is no id", { addressId: "home" }, ["addressId"]],
    ["a coupon that is no id", { couponId: "10% off" }, ["couponId"]],
    ["an empty cart token", { cartToken: "" }, ["cartToken"]],
  ])("tells of %s, and nothing else", async (_what, input, path) => {
    expect(await ask(input)).toMatchObject({
      lines: [],
      total: null,
      userErrors: [{ code: "INVALID_INPUT", path: ["input", ...path] }],
    });
  });

  describe("of more than can be paid", () => {
    const most = { unitPrice: { amountMinor: 1_000_000_000_000, currency: "USD" } as const };
    const tooDear = {
      code: "LIMIT_REACHED",
      message: "An order can come to at most $10,000,000,000.00.",
      path: ["input", "lines"],
    };

    it("tells so when the goods alone are, and asks for no discounts of them", async () => {
      fixture.siblings.calls.length = 0;
      expect(await ask({ lines: [line(99, most), line(99, most)] })).toMatchObject({
        items: { amountMinor: 0 },
        total: null,
        userErrors: [tooDear],
      });
      expect(fixture.siblings.calls).toEqual(["skuOffers"]);
    });

    it("tells so when shipping and tax make it more", async () => {
      expect(await ask({ lines: [line(1, most)], shippingMethod: "EXPRESS" })).toMatchObject({
        items: { amountMinor: 1_000_000_000_000 },
        total: { amountMinor: 1_000_000_001_499 },
        userErrors: [tooDear],
      });
    });
  });
});

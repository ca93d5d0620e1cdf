import { useClock } from "@micro-shop/common/clock";
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

import { sweepGuestCarts } from "../jobs/sweepGuestCarts";
import { countRows } from "./placing";

interface CartAnswer {
  readonly id: string;
  readonly token: string | null;
  readonly lines: readonly {
    readonly id: string;
    readonly quantity: number;
    readonly selected: boolean;
    readonly available: boolean;
    readonly sku: { readonly id: string } | null;
    readonly subtotal: { readonly amountMinor: number } | null;
  }[];
  readonly total: { readonly amountMinor: number; readonly currency: string };
}

interface CartPayloadAnswer {
  readonly cart: CartAnswer | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

const CART =
  "id token lines { id quantity selected available sku { id } subtotal { amountMinor } } total { amountMinor currency }";
const PAYLOAD = `cart { ${CART} } userErrors { __typename code message path }`;

describe("the cart", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  beforeAll(async () => (fixture = await openOrderFixture("cart")));
  afterAll(() => fixture.close());
  beforeEach(() => (customer = newCustomer()));

  const add = (input: object, caller: Partial<Caller> = customer) =>
    fixture.mutate<CartPayloadAnswer>(caller, "addToCart", PAYLOAD, { quantity: 1, ...input });
  const update = (input: object, caller: Partial<Caller> = customer) =>
    fixture.mutate<CartPayloadAnswer>(caller, "updateCartLine", PAYLOAD, input);
  const remove = (input: object, caller: Partial<Caller> = customer) =>
    fixture.mutate<CartPayloadAnswer>(caller, "removeFromCart", PAYLOAD, input);
  const read = async (caller: Partial<Caller> = customer, cartToken?: string | null) => {
    const { data, errors } = await fixture.run<{ cart: CartAnswer | null }>(
      caller,
      `query ($cartToken: String) { cart(cartToken: $cartToken) { ${CART} } }`,
      { cartToken },
    );
    expect(errors).toBeUndefined();
    return data?.cart ?? null;
  };

  it("of a guest is deleted when nothing was put in for so many days; that of a user stays", async () => {
    const DAY_MS = 86_400_000;
    let later = 0;
    const restore = useClock({ now: () => new Date(Date.now() + later) });
    try {
      const skuId = fixture.siblings.sell();
      await add({ skuId });
      const [idle, used] = [await add({ skuId }, guest), await add({ skuId }, guest)];
      later = 50 * DAY_MS;
      await add({ skuId, cartToken: used.cart?.token }, guest);
      later = 61 * DAY_MS;
      await sweepGuestCarts(fixture.database, { afterDays: 60 });
      expect(await read(guest, idle.cart?.token)).toBeNull();
      expect((await read(guest, used.cart?.token))?.lines).toMatchObject([{ quantity: 2 }]);
      expect((await read())?.lines).toHaveLength(1);
      expect(await countRows(fixture, "cart_line where cart_id not in (select id from cart)")).toBe(
        0,
      );
      later = 111 * DAY_MS;
      expect(await sweepGuestCarts(fixture.database, { afterDays: 60 })).toBe(1);
    } finally {
      restore();
    }
  });

  it("is null until something is put in, and one a user from then on", async () => {
    expect(await read()).toBeNull();
    const skuId = fixture.siblings.sell();
    const first = await add({ skuId, quantity: 2 });
    const second = await add({ skuId: fixture.siblings.sell() });
    expect(second.cart?.id).toBe(first.cart?.id);
    expect(first).toMatchObject({
      userErrors: [],
      cart: {
        token: null,
        lines: [
          {
            quantity: 2,
            selected: true,
            available: true,
            sku: { id: skuId },
            subtotal: { amountMinor: 2_000 },
          },
        ],
        total: { amountMinor: 2_000, currency: "USD" },
      },
    });
    expect((await read())?.lines).toHaveLength(2);
  });

  it("sums up what can be ordered with its first line, and no more than an order may come to", async () => {
    const euros = { amountMinor: 900, currency: "EUR" } as const;
    const riches = { amountMinor: 1_000_000_000_000, currency: "USD" } as const;
    await add({ skuId: fixture.siblings.sell() });
    await add({ skuId: fixture.siblings.sell({ unitPrice: euros }) });
    expect((await read())?.total).toEqual({ amountMinor: 1_000, currency: "USD" });
    const skuId = fixture.siblings.sell({ unitPrice: riches, available: 999 });
    const { cart } = await add({ skuId, quantity: 999 });
    expect(cart?.total).toEqual({ amountMinor: 1_000_000_000_000, currency: "USD" });
  });

  it("holds more than is in stock, and says so", async () => {
    const skuId = fixture.siblings.sell({ available: 1 });
    expect((await add({ skuId, quantity: 2 })).cart).toMatchObject({
      lines: [{ quantity: 2, available: false }],
      total: { amountMinor: 0 },
    });
  });

  it("asks product once for all its lines", async () => {
    for (let count = 0; count < 3; count++) await add({ skuId: fixture.siblings.sell() });
    fixture.siblings.calls.length = 0;
    await read();
    expect(fixture.siblings.calls).toEqual(["skuOffers"]);
  });

  it("loses nothing of fifty parallel adds, also when they make the cart", async () => {
    const skuId = fixture.siblings.sell();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => add({ skuId, quantity: 2 })),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect((await read())?.lines).toMatchObject([{ quantity: 100 }]);
  });

  it("refuses more than 999 of a SKU and leaves the line as it was", async () => {
    const skuId = fixture.siblings.sell({ available: 5_000 });
    await add({ skuId, quantity: 999 });
    expect(await add({ skuId })).toMatchObject({
      cart: null,
      userErrors: [{ code: "LIMIT_REACHED", path: ["input", "quantity"] }],
    });
    expect((await read())?.lines).toMatchObject([{ quantity: 999 }]);
  });

  it("holds at most 100 lines, also under parallel adds", async () => {
    const skus = Array.from({ length: 105 }, () => fixture.siblings.sell());
    const answers = await Promise.all(skus.map((skuId) => add({ skuId })));
    const refused = answers.filter(({ userErrors }) => userErrors[0]?.code === "LIMIT_REACHED");
    expect(refused).toHaveLength(5);
    expect((await read())?.lines).toHaveLength(100);
  });

  it.each([0, -1, 1_000, 2_147_483_647])("refuses a quantity of %d", async (quantity) => {
    expect(await add({ skuId: fixture.siblings.sell(), quantity })).toMatchObject({
      cart: null,
      userErrors: [{ code: "INVALID_INPUT", path: ["input", "quantity"] }],
    });
  });

  it("refuses a SKU that is unknown, not on sale or no id at all", async () => {
    const path = ["input", "skuId"];
    const refusedWith = async (skuId: string) => (await add({ skuId })).userErrors;
    expect(await refusedWith(newId())).toMatchObject([{ code: "NOT_FOUND", path }]);
    expect(await refusedWith(fixture.siblings.sell({ onSale: false }))).toMatchObject([
      { code: "NOT_FOUND", path },
    ]);
    expect(await refusedWith("' or 1=1")).toMatchObject([{ code: "INVALID_INPUT", path }]);
    expect(await read()).toBeNull();
  });

  it("keeps a line whose SKU was hidden, as unavailable and without a price", async () => {
    const [hidden, short] = [fixture.siblings.sell(), fixture.siblings.sell()];
    await add({ skuId: hidden });
    await add({ skuId: short, quantity: 5 });
    fixture.siblings.change(hidden, { onSale: false });
    fixture.siblings.change(short, { available: 4 });
    expect(await read()).toMatchObject({
      lines: [
        { available: false, subtotal: null },
        { available: false, subtotal: { amountMinor: 5_000 } },
      ],
      total: { amountMinor: 0 },
    });
  });

  it("changes quantity and selection of a line, and counts selected lines only", async () => {
    const { cart } = await add({ skuId: fixture.siblings.sell() });
    const lineId = cart?.lines[0]?.id;
    expect((await update({ lineId, quantity: 7 })).cart).toMatchObject({
      lines: [{ quantity: 7, selected: true }],
      total: { amountMinor: 7_000 },
    });
    expect((await update({ lineId, selected: false })).cart).toMatchObject({
      lines: [{ quantity: 7, selected: false }],
      total: { amountMinor: 0 },
    });
  });

  it("refuses a change without a change and a quantity of nothing", async () => {
    const { cart } = await add({ skuId: fixture.siblings.sell() });
    const lineId = cart?.lines[0]?.id;
    expect((await update({ lineId })).userErrors).toMatchObject([{ code: "INVALID_INPUT" }]);
    expect((await update({ lineId, quantity: 0 })).userErrors).toMatchObject([
      { code: "INVALID_INPUT", path: ["input", "quantity"] },
    ]);
  });

  it("removes lines, all or none", async () => {
    await add({ skuId: fixture.siblings.sell() });
    const { cart } = await add({ skuId: fixture.siblings.sell() });
    const [first, second] = cart?.lines ?? [];
    expect((await remove({ lineIds: [first?.id, newId()] })).userErrors).toMatchObject([
      { code: "NOT_FOUND", path: ["input", "lineIds"] },
    ]);
    expect((await read())?.lines).toHaveLength(2);
    expect((await remove({ lineIds: [first?.id, first?.id] })).cart?.lines).toMatchObject([
      { id: second?.id },
    ]);
    expect((await remove({ lineIds: [] })).userErrors).toMatchObject([{ code: "INVALID_INPUT" }]);
  });

  it("answers NOT_FOUND for somebody else's lines and leaves them alone", async () => {
    const { cart } = await add({ skuId: fixture.siblings.sell() });
    const lineId = cart?.lines[0]?.id;
    const stranger = newCustomer();
    await add({ skuId: fixture.siblings.sell() }, stranger);
    expect((await update({ lineId, quantity: 9 }, stranger)).userErrors).toMatchObject([
      { code: "NOT_FOUND" },
    ]);
    expect((await remove({ lineIds: [lineId] }, stranger)).userErrors).toMatchObject([
      { code: "NOT_FOUND" },
    ]);
    expect(await read()).toMatchObject({ lines: [{ id: lineId, quantity: 1 }] });
  });

  describe("of a guest", () => {
    it("is known by the token given out with it", async () => {
      const { cart } = await add({ skuId: fixture.siblings.sell() }, guest);
      const cartToken = cart?.token;
      expect(Buffer.from(cartToken ?? "", "base64url")).toHaveLength(16);
      const again = await add({ skuId: fixture.siblings.sell(), cartToken }, guest);
      expect(again.cart).toMatchObject({ id: cart?.id, token: cartToken });
      expect((await read(guest, cartToken))?.lines).toHaveLength(2);
    });

    it("is not found under another token, which does not make one either", async () => {
      const cartToken = "mine";
      expect(await read(guest, cartToken)).toBeNull();
      expect(await add({ skuId: fixture.siblings.sell(), cartToken }, guest)).toMatchObject({
        cart: null,
        userErrors: [{ code: "NOT_FOUND", path: ["input", "cartToken"] }],
      });
      expect(await read(guest, cartToken)).toBeNull();
    });

    it("is not stored with its token in clear", async () => {
      const { cart } = await add({ skuId: fixture.siblings.sell() }, guest);
      const [rows] = await fixture.database.pool.query("select token_hash from cart");
      expect(JSON.stringify(rows)).not.toContain(cart?.token);
    });

    it("is left alone by a signed-in user who names its token", async () => {
      const { cart } = await add({ skuId: fixture.siblings.sell() }, guest);
      const own = await add({ skuId: fixture.siblings.sell(), cartToken: cart?.token });
      expect(own.cart?.id).not.toBe(cart?.id);
      expect(own.cart?.token).toBeNull();
    });
  });
});

import type { Caller } from "@micro-shop/common/graphql/requestContext";
import {
  guest,
  newCustomer,
  openOrderFixture,
  type Customer,
  type OrderFixture,
  type UserErrorAnswer,
} from "./orderFixture";
import { countRows } from "./placing";

interface CartAnswer {
  readonly id: string;
  readonly token: string | null;
  readonly lines: readonly {
    readonly id: string;
    readonly quantity: number;
    readonly selected: boolean;
    readonly sku: { readonly id: string };
  }[];
}

interface Answer {
  readonly cart: CartAnswer | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

const PAYLOAD =
  "cart { id token lines { id quantity selected sku { id } } } userErrors { __typename code message path }";

describe("a guest's cart", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  beforeAll(async () => (fixture = await openOrderFixture("merge_cart")));
  afterAll(() => fixture.close());
  beforeEach(() => (customer = newCustomer()));

  const mutate = (name: string, caller: Partial<Caller>, input: object) =>
    fixture.mutate<Answer>(caller, name, PAYLOAD, input);
  const add = (caller: Partial<Caller>, skuId: string, quantity: number, cartToken?: string) =>
    mutate("addToCart", caller, { skuId, quantity, cartToken });
  const merge = (cartToken: string, caller: Partial<Caller> = customer) =>
    mutate("mergeCart", caller, { cartToken });
  const linesOf = (cart: CartAnswer | null | undefined) =>
    Object.fromEntries(cart?.lines.map(({ sku, quantity }) => [sku.id, quantity]) ?? []);
  /** A guest's cart with these lines; its token. */
  async function guestCart(lines: Record<string, number>): Promise<string> {
    let token: string | undefined;
    for (const [skuId, quantity] of Object.entries(lines)) {
      const { cart } = await add(guest, skuId, quantity, token);
      token = cart?.token ?? undefined;
    }
    return token ?? "";
  }
  async function guestLines(cartToken: string) {
    const { data } = await fixture.run<{ cart: CartAnswer | null }>(
      guest,
      "query ($cartToken: String) { cart(cartToken: $cartToken) { id lines { id quantity selected sku { id } } } }",
      { cartToken },
    );
    return data?.cart ? linesOf(data.cart) : null;
  }

  it("joins the user's: quantities add up, and the guest's is gone", async () => {
    const [both, mine, theirs] = [0, 1, 2].map(() => fixture.siblings.sell());
    const own = await add(customer, both ?? "", 2);
    await add(customer, mine ?? "", 1);
    const token = await guestCart({ [both ?? ""]: 3, [theirs ?? ""]: 4 });
    const { cart, userErrors } = await merge(token);
    expect(userErrors).toEqual([]);
    expect(cart?.id).toBe(own.cart?.id);
    expect(cart?.token).toBeNull();
    expect(linesOf(cart)).toEqual({ [both ?? ""]: 5, [mine ?? ""]: 1, [theirs ?? ""]: 4 });
    expect(await guestLines(token)).toBeNull();
  });

  it("becomes the user's first one", async () => {
    const skuId = fixture.siblings.sell();
    const { cart } = await merge(await guestCart({ [skuId]: 2 }));
    expect(linesOf(cart)).toEqual({ [skuId]: 2 });
  });

  it("is merged once, however often and close together it is asked for", async () => {
    const skuId = fixture.siblings.sell();
    const token = await guestCart({ [skuId]: 2 });
    await Promise.all(Array.from({ length: 8 }, () => merge(token)));
    expect(linesOf((await merge(token)).cart)).toEqual({ [skuId]: 2 });
  });

  it("goes to one user when two take it at once", async () => {
    const skuId = fixture.siblings.sell();
    const token = await guestCart({ [skuId]: 2 });
    const answers = await Promise.all([merge(token), merge(token, newCustomer())]);
    const had = answers.map(({ cart }) => linesOf(cart)[skuId] ?? 0);
    expect(had.toSorted((left, right) => left - right)).toEqual([0, 2]);
  });

  it("loses nothing that is added on either side meanwhile", async () => {
    const [own, theirs] = [fixture.siblings.sell(), fixture.siblings.sell()];
    const token = await guestCart({ [theirs]: 1 });
    const late = await Promise.all([
      merge(token),
      ...Array.from({ length: 5 }, () => add(customer, own, 1)),
      ...Array.from({ length: 5 }, () => add(guest, theirs, 1, token)),
    ]);
    const accepted = late.slice(6).filter(({ userErrors }) => userErrors.length === 0).length;
    expect(linesOf((await merge(token)).cart)).toEqual({ [own]: 5, [theirs]: 1 + accepted });
  });

  it("of two guests joins the user's without a deadlock", async () => {
    const skus = [fixture.siblings.sell(), fixture.siblings.sell()];
    const tokens = await Promise.all(
      Array.from({ length: 6 }, () => guestCart(Object.fromEntries(skus.map((id) => [id, 1])))),
    );
    await Promise.all(tokens.map((token) => merge(token)));
    const { cart } = await merge("gone");
    expect(linesOf(cart)).toEqual(Object.fromEntries(skus.map((id) => [id, 6])));
  });

  it("adds up to 999 of a SKU, and selects what either had selected", async () => {
    const skuId = fixture.siblings.sell();
    const { cart: own } = await add(customer, skuId, 600);
    await mutate("updateCartLine", customer, { lineId: own?.lines[0]?.id, selected: false });
    const { cart } = await merge(await guestCart({ [skuId]: 600 }));
    expect(cart?.lines).toMatchObject([{ quantity: 999, selected: true }]);
  });

  it("is refused beyond 100 lines, and both carts stay", async () => {
    for (let line = 0; line < 100; line++) await add(customer, fixture.siblings.sell(), 1);
    const skuId = fixture.siblings.sell();
    const token = await guestCart({ [skuId]: 1 });
    expect(await merge(token)).toMatchObject({
      cart: null,
      userErrors: [{ code: "LIMIT_REACHED" }],
    });
    expect(await guestLines(token)).toEqual({ [skuId]: 1 });
  });

  it("that nobody has changes nothing, and makes no cart", async () => {
    const before = await countRows(fixture, "cart");
    expect(await merge("no-such-token")).toEqual({ cart: null, userErrors: [] });
    expect(await countRows(fixture, "cart")).toBe(before);
  });

  it("joins nobody's without signing in, nor with a malformed token", async () => {
    const token = await guestCart({ [fixture.siblings.sell()]: 1 });
    await expect(merge(token, guest)).rejects.toThrow(/signed in/);
    for (const malformed of ["", "x".repeat(65), "a\nb"]) {
      expect(await merge(malformed)).toMatchObject({
        cart: null,
        userErrors: [{ code: "INVALID_INPUT", path: ["input", "cartToken"] }],
      });
    }
  });
});

import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { promotions, rankings } from "../model/tables";
import { anybody, inDays, openMarketingFixture, type MarketingFixture } from "./marketingFixture";

interface ProductAnswer {
  readonly flashSale: { readonly id: string; readonly items: readonly object[] } | null;
  readonly promotions: readonly { readonly id: string }[] | null;
  readonly promotionalPrice: { readonly amountMinor: number; readonly currency: string } | null;
  readonly rank: number | null;
}

const FIELDS = `flashSale { id endsAt items { flashPrice { amountMinor } sku { id } } }
  promotions { id name kind } promotionalPrice { amountMinor currency } rank`;

/** What the gateway sends for a product: the key and what `@requires` has fetched. */
const reference = (id: string, values: object = {}) => ({
  __typename: "Product",
  id,
  slug: "a-product",
  price: { amountMinor: 1_000, currency: "USD" },
  category: { id: newId() },
  ...values,
});

describe("what marketing knows of a product", () => {
  let fixture: MarketingFixture;
  beforeAll(async () => (fixture = await openMarketingFixture()));
  afterAll(() => fixture.close());
  afterEach(() => fixture.database.drizzle.delete(promotions));

  async function products(
    r: readonly object[],
    fields = FIELDS,
  ): Promise<readonly ProductAnswer[]> {
    const { data, errors } = await fixture.run<{ _entities: ProductAnswer[] }>(
      anybody,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { ${fields} } } }`,
      { r },
    );
    if (!data || errors) throw new Error(JSON.stringify(errors));
    return data._entities;
  }
  const one = async (r: object) => (await products([r]))[0];

  it("is nothing for a product in no sale, promotion or ranking", async () => {
    expect(await one(reference(newId()))).toEqual({
      flashSale: null,
      promotions: [],
      promotionalPrice: null,
      rank: null,
    });
  });

  it("is the running flash sale with all its items, the next to end of several", async () => {
    const [product, other] = [newId(), newId()];
    await fixture.addFlashSale([product], { endsAt: inDays(3) });
    const soon = await fixture.addFlashSale([other, product], { endsAt: inDays(2) });
    await fixture.addFlashSale([product], { startsAt: inDays(0.1) });
    await fixture.addFlashSale([product], { endsAt: inDays(-0.1) });
    const found = await one(reference(product));
    expect(found?.flashSale).toMatchObject({ id: soon, items: [{}, {}] });
    expect(found?.flashSale?.items[0]).toMatchObject({ flashPrice: { amountMinor: 500 } });
  });

  it("is the promotions of its category and its own in order, and the price they make", async () => {
    const [id, categoryId] = [newId(), newId()];
    const ofCategory = await fixture.addPromotion({ categoryIds: [categoryId], priority: 1 });
    const own = await fixture.addPromotion({
      productIds: [id],
      kind: "FIXED",
      rule: { fixedMinor: 150 },
      priority: 2,
    });
    await fixture.addPromotion({ categoryIds: [newId()] });
    await fixture.addPromotion({ productIds: [id], endsAt: inDays(-0.5) });
    await fixture.addPromotion({
      productIds: [id],
      kind: "BUY_X_GET_Y",
      rule: { buy: 2, free: 1 },
    });
    const found = await one(reference(id, { category: { id: categoryId } }));
    expect(found?.promotions?.map((promotion) => promotion.id)).toEqual([own, ofCategory]);
    expect(found?.promotionalPrice).toEqual({ amountMinor: 765, currency: "USD" });
    const elsewhere = await one(reference(id, { category: null }));
    expect(elsewhere?.promotionalPrice?.amountMinor).toBe(850);
  });

  it("is nothing at all of a product that its own subgraph hides", async () => {
    const id = newId();
    await fixture.addFlashSale([id]);
    await fixture.addPromotion();
    await fixture.database.drizzle
      .insert(rankings)
      .values({ kind: "HOT", position: 9, productId: id, score: 1 });
    const fields = { flashSale: null, promotions: null, promotionalPrice: null, rank: null };
    expect(await one(reference(id, { slug: undefined }))).toEqual(fields);
    expect(await one(reference(id))).toMatchObject({ flashSale: {}, promotions: [{}], rank: 9 });
  });

  it.each([
    [null],
    [undefined],
    [{ amountMinor: "1000", currency: "USD" }],
    [{ amountMinor: -1, currency: "USD" }],
    [{ amountMinor: 1e300, currency: "USD" }],
    [{ amountMinor: 1.5, currency: "USD" }],
    [{ amountMinor: 1_000, currency: "XXX" }],
    ["1000"],
  ])("is no promotional price for the price %j", async (price) => {
    await fixture.addPromotion();
    expect((await one(reference(newId(), { price })))?.promotionalPrice).toBeNull();
  });

  it("is its place among the products most sold, and in no other ranking", async () => {
    const [hot, best] = [newId(), newId()];
    await fixture.database.drizzle.insert(rankings).values([
      { kind: "HOT", position: 7, productId: hot, score: 1 },
      { kind: "BEST_RATED", position: 1, productId: best, score: 1 },
    ]);
    const found = await products([reference(hot), reference(best)]);
    expect(found.map(({ rank }) => rank)).toEqual([7, null]);
  });

  it("costs a storefront of 20 products one statement for its sales and one for its promotions", async () => {
    const ids = Array.from({ length: 20 }, newId);
    await fixture.addFlashSale(ids.slice(0, 8));
    await fixture.addFlashSale(ids.slice(8, 16), { endsAt: inDays(2) });
    await fixture.addPromotion();
    const storefront =
      "id promotionalPrice { amountMinor currency } flashSale { id endsAt items { flashPrice { amountMinor } } }";
    const { value, statements } = await recordStatements(() =>
      products(
        ids.map((id) => reference(id)),
        storefront,
      ),
    );
    expect(value.filter(({ flashSale }) => flashSale !== null)).toHaveLength(16);
    expect(value.every(({ promotionalPrice }) => promotionalPrice?.amountMinor === 900)).toBe(true);
    expect(statements.map(tableOf).toSorted(alphabetically)).toEqual(["flash_sale", "promotion"]);
  });

  it("costs the storefront's visitor one statement for the coupons and one for their templates", async () => {
    const userId = newId();
    for (let index = 0; index < 3; index++) await fixture.addCoupon({ userId });
    const { value, statements } = await recordStatements(() =>
      fixture.run<{ _entities: [{ coupons: object[] }] }>(
        signedIn(userId),
        `query ($r: [_Any!]!) { _entities(representations: $r) {
          ... on User { coupons(status: UNUSED) { id template { name } } } } }`,
        { r: [{ __typename: "User", id: userId }] },
      ),
    );
    expect(value.data?._entities[0].coupons).toHaveLength(3);
    expect(statements.map(tableOf).toSorted(alphabetically)).toEqual(["coupon", "coupon_template"]);
  });
});

const alphabetically = (left: string, right: string): number => left.localeCompare(right);

/** The table a statement reads first. */
function tableOf(statement: string): string {
  return /from (?:\(select .*? from )?`(\w+)`/.exec(statement)?.[1] ?? statement;
}

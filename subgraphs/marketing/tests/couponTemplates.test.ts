import { newId } from "@micro-shop/common/ids";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { anybody, inDays, openMarketingFixture, type MarketingFixture } from "./marketingFixture";

describe("coupon templates", () => {
  let fixture: MarketingFixture;
  beforeAll(async () => (fixture = await openMarketingFixture()));
  afterAll(() => fixture.close());

  it("are shown in their time to everybody, those of which some are left first", async () => {
    const soldOut = await fixture.addTemplate({ quantity: 3, claimed: 3, createdAt: inDays(-9) });
    const second = await fixture.addTemplate({ createdAt: inDays(-1) });
    const first = await fixture.addTemplate({ createdAt: inDays(-2), claimed: 1 });
    await fixture.addTemplate({ startsAt: inDays(0.5) });
    await fixture.addTemplate({ endsAt: inDays(-0.5) });
    const { data } = await fixture.run(
      anybody,
      "{ couponTemplates { id remaining perUserLimit kind percent } }",
    );
    const rest = { perUserLimit: 1, kind: "PERCENT", percent: 10 };
    expect(data).toEqual({
      couponTemplates: [
        { id: first, remaining: 99, ...rest },
        { id: second, remaining: 100, ...rest },
        { id: soldOut, remaining: 0, ...rest },
      ],
    });
  });

  it("say what they take off and from which spend on", async () => {
    const id = await fixture.addTemplate({ kind: "FIXED", value: 500, minSpendMinor: 3_000 });
    const { data } = await fixture.run(
      anybody,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on CouponTemplate {
        percent amount { formatted } minSpend { amountMinor currency } } } }`,
      { r: [{ __typename: "CouponTemplate", id }] },
    );
    expect(data).toEqual({
      _entities: [
        {
          percent: null,
          amount: { formatted: "$5.00" },
          minSpend: { amountMinor: 3_000, currency: "USD" },
        },
      ],
    });
  });
});

describe("the products a coupon applies to", () => {
  let fixture: MarketingFixture;
  beforeAll(async () => (fixture = await openMarketingFixture()));
  afterAll(() => fixture.close());

  async function applicable(values: object, first: number): Promise<string[]> {
    const templateId = await fixture.addTemplate(values);
    const userId = newId();
    for (let index = 0; index < 3; index++) await fixture.addCoupon({ userId, templateId });
    const { data } = await fixture.run<{ myCoupons: { applicableProducts: { id: string }[] }[] }>(
      signedIn(userId),
      "query ($first: Int!) { myCoupons { applicableProducts(first: $first) { id } } }",
      { first },
    );
    const [one, ...others] = data?.myCoupons ?? [];
    for (const other of others) expect(other).toEqual(one);
    return one?.applicableProducts.map(({ id }) => id) ?? [];
  }

  it("are those it names, then those of its categories, each once", async () => {
    const [named, both, inFirst, inSecond] = [newId(), newId(), newId(), newId()];
    const categoryIds = [newId(), newId()] as const;
    fixture.catalogue[categoryIds[0]] = [both, inFirst];
    fixture.catalogue[categoryIds[1]] = [both, inSecond];
    const scope = { categoryIds, productIds: [named, both] };
    expect(await applicable(scope, 10)).toEqual([named, both, inFirst, inSecond]);
    expect(await applicable(scope, 3)).toEqual([named, both, inFirst]);
    expect(await applicable(scope, 1)).toEqual([named]);
  });

  it("are all there are when it is for everything, asked once for all its coupons", async () => {
    const products = [newId(), newId()];
    fixture.catalogue["all"] = products;
    fixture.asked.length = 0;
    expect(await applicable({}, 10)).toEqual(products);
    expect(fixture.asked).toEqual([{ first: 10, filter: null }]);
  });

  it("come in bounded pages", async () => {
    const userId = newId();
    await fixture.addCoupon({ userId });
    const { data, errors } = await fixture.run(
      signedIn(userId),
      "{ myCoupons { applicableProducts(first: 101) { id } } }",
    );
    expect(data).toEqual({ myCoupons: [{ applicableProducts: null }] });
    expect(errors).toHaveLength(1);
  });
});

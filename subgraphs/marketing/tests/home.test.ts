import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { banners, rankings } from "../model/tables";
import { anybody, inDays, openMarketingFixture, type MarketingFixture } from "./marketingFixture";

describe("the home page", () => {
  let fixture: MarketingFixture;
  beforeAll(async () => (fixture = await openMarketingFixture()));
  afterAll(() => fixture.close());
  afterEach(() => fixture.database.drizzle.delete(rankings));

  const rank = (kind: "NEWEST" | "BEST_RATED" | "HOT", productIds: readonly string[]) =>
    fixture.database.drizzle.insert(rankings).values(
      productIds.map((productId, index) => ({
        kind,
        position: index + 1,
        productId,
        score: 100 - index,
      })),
    );
  const recommended = async (first: number) => {
    const { data } = await fixture.run<{ recommendations: { id: string }[] }>(
      anybody,
      "query ($first: Int!) { recommendations(first: $first) { id } }",
      { first },
    );
    return data?.recommendations.map(({ id }) => id);
  };

  it("shows the banners in their time, in order", async () => {
    const banner = (position: number, values: object = {}) => ({
      id: newId(),
      placement: "HOME" as const,
      imageUrl: `/media/${position}.webp`,
      position,
      startsAt: inDays(-1),
      endsAt: inDays(1),
      createdAt: new Date(),
      ...values,
    });
    await fixture.database.drizzle
      .insert(banners)
      .values([
        banner(2, { title: "Second", linkUrl: "/x" }),
        banner(1),
        banner(0, { endsAt: inDays(-0.5) }),
        banner(3, { startsAt: inDays(0.5) }),
      ]);
    const { data } = await fixture.run(
      anybody,
      "{ banners(placement: HOME) { imageUrl linkUrl title } }",
    );
    expect(data).toEqual({
      banners: [
        { imageUrl: "/media/1.webp", linkUrl: null, title: null },
        { imageUrl: "/media/2.webp", linkUrl: "/x", title: "Second" },
      ],
    });
  });

  it("answers each ranking from its own list, one statement each", async () => {
    const [newest, best, hot] = [1, 2, 3].map(() => Array.from({ length: 12 }, newId)) as [
      string[],
      string[],
      string[],
    ];
    await rank("NEWEST", newest);
    await rank("BEST_RATED", best);
    await rank("HOT", hot);
    const { value, statements } = await recordStatements(() =>
      fixture.run<Record<string, { id: string }[]>>(
        anybody,
        `{ newest: ranking(kind: NEWEST, first: 10) { id } best: ranking(kind: BEST_RATED, first: 10) { id }
           hot: ranking(kind: HOT, first: 100) { id } }`,
      ),
    );
    const stubs = (ids: readonly string[]) => ids.map((id) => ({ id }));
    expect(value.data).toEqual({
      newest: stubs(newest.slice(0, 10)),
      best: stubs(best.slice(0, 10)),
      hot: stubs(hot),
    });
    expect(statements).toHaveLength(3);
  });

  it("recommends what sells best, then well rated and new products, each once", async () => {
    const [sold, rated, fresh] = [newId(), newId(), newId()];
    await rank("HOT", [sold]);
    await rank("BEST_RATED", [sold, rated]);
    await rank("NEWEST", [rated, fresh]);
    expect(await recommended(10)).toEqual([sold, rated, fresh]);
    expect(await recommended(2)).toEqual([sold, rated]);
  });

  it("recommends nothing in an empty shop", async () => {
    expect(await recommended(10)).toEqual([]);
  });

  it.each([
    "recommendations(first: 0)",
    "recommendations(first: 101)",
    "ranking(kind: HOT, first: 101)",
  ])("refuses %s", async (field) => {
    const { errors } = await fixture.run(anybody, `{ ${field} { id } }`);
    expect(errors?.[0]?.message).toMatch(/first/i);
  });
});

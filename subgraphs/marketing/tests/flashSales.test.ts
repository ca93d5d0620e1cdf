import { useClock } from "@micro-shop/common/clock";
import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { anybody, inDays, openMarketingFixture, type MarketingFixture } from "./marketingFixture";

interface SaleAnswer {
  readonly id: string;
  readonly items: readonly { readonly id: string; readonly sku: { readonly id: string } }[];
}

const SALE =
  "id name startsAt endsAt items { id quota sold perUserLimit flashPrice { amountMinor currency } sku { id } }";

describe("flash sales", () => {
  let fixture: MarketingFixture;
  beforeAll(async () => (fixture = await openMarketingFixture()));
  afterAll(() => fixture.close());

  const list = async (phase: string): Promise<readonly SaleAnswer[]> => {
    const { data } = await fixture.run<{ flashSales: SaleAnswer[] }>(
      anybody,
      `query ($phase: FlashSalePhase!) { flashSales(phase: $phase) { ${SALE} } }`,
      { phase },
    );
    return data?.flashSales ?? [];
  };
  const ids = async (phase: string) => (await list(phase)).map(({ id }) => id);

  it("are listed by their phase: next to end, next to start, last ended first", async () => {
    const add = (startsAt: Date, endsAt: Date) =>
      fixture.addFlashSale([newId()], { startsAt, endsAt });
    const runningLong = await add(inDays(-2), inDays(9));
    const runningShort = await add(inDays(-1), inDays(1));
    const nextYear = await add(inDays(365), inDays(366));
    const tomorrow = await add(inDays(1), inDays(400));
    const longAgo = await add(inDays(-9), inDays(-8));
    const yesterday = await add(inDays(-2), inDays(-1));
    expect(await ids("RUNNING")).toEqual([runningShort, runningLong]);
    expect(await ids("UPCOMING")).toEqual([tomorrow, nextYear]);
    expect(await ids("ENDED")).toEqual([yesterday, longAgo]);
  });

  it("change their phase at the very moment", async () => {
    const [startsAt, endsAt] = [inDays(500), inDays(501)];
    const id = await fixture.addFlashSale([newId()], { startsAt, endsAt });
    const phaseAt = async (now: number) => {
      const restore = useClock({ now: () => new Date(now) });
      const found = [];
      for (const phase of ["UPCOMING", "RUNNING", "ENDED"]) {
        if ((await ids(phase)).includes(id)) found.push(phase);
      }
      restore();
      return found;
    };
    expect(await phaseAt(startsAt.getTime() - 1)).toEqual(["UPCOMING"]);
    expect(await phaseAt(startsAt.getTime())).toEqual(["RUNNING"]);
    expect(await phaseAt(endsAt.getTime() - 1)).toEqual(["RUNNING"]);
    expect(await phaseAt(endsAt.getTime())).toEqual(["ENDED"]);
  });

  it("have their items in order, in the one statement that reads the sales", async () => {
    const products = Array.from({ length: 100 }, newId);
    const id = await fixture.addFlashSale(products, { endsAt: inDays(0.5) });
    const empty = await fixture.addFlashSale([], { endsAt: inDays(0.6) });
    const { value, statements } = await recordStatements(() => list("RUNNING"));
    expect(value[0]).toMatchObject({ id });
    expect(value[0]?.items).toHaveLength(100);
    expect(value[0]?.items[0]).toMatchObject({
      quota: 10,
      sold: 3,
      perUserLimit: 2,
      flashPrice: { amountMinor: 500, currency: "USD" },
    });
    expect(value[1]).toMatchObject({ id: empty, items: [] });
    expect(statements).toHaveLength(1);
  });

  it("and their items are found by reference, each kind in one statement", async () => {
    const id = await fixture.addFlashSale([newId(), newId()], { endsAt: inDays(0.1) });
    const items = (await list("RUNNING"))[0]?.items ?? [];
    const r = [
      { __typename: "FlashSale", id },
      { __typename: "FlashSale", id: newId() },
      ...items.map((item) => ({ __typename: "FlashSaleItem", id: item.id })),
    ];
    const { value, statements } = await recordStatements(() =>
      fixture.run<{ _entities: ({ id: string } | null)[] }>(
        anybody,
        `query ($r: [_Any!]!) { _entities(representations: $r) {
          ... on FlashSale { id items { id } } ... on FlashSaleItem { id sku { id } } } }`,
        { r },
      ),
    );
    expect(value.data?._entities).toEqual([
      { id, items: items.map((item) => ({ id: item.id })) },
      null,
      ...items.map((item) => ({ id: item.id, sku: { id: item.sku.id } })),
    ]);
    expect(statements).toHaveLength(2);
  });
});

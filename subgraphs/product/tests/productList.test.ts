import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { productAttribute } from "../model/tables";
import {
  anybody,
  catalogStaff,
  openProductFixture,
  type ProductFixture,
  type ProductPlan,
} from "./productFixture";

interface PageAnswer {
  readonly products: {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount?: number;
  };
}

const LIST = `query ($first: Int!, $after: String, $filter: ProductFilter, $sort: ProductSort) {
  products(first: $first, after: $after, filter: $filter, sort: $sort) {
    edges { cursor node { id } } pageInfo { hasNextPage endCursor }
  }
}`;
const COUNT = `query ($filter: ProductFilter) { products(first: 1, filter: $filter) { totalCount } }`;

let shop: ProductFixture;
beforeAll(async () => {
  shop = await openProductFixture();
});
afterEach(() => shop.clear());
afterAll(() => shop.close());

async function addProducts(...plans: ProductPlan[]): Promise<string[]> {
  const ids: string[] = [];
  for (const plan of plans) ids.push((await shop.addProduct(plan)).id);
  return ids;
}

async function page(variables: object): Promise<PageAnswer["products"]> {
  const { data, errors } = await shop.run<PageAnswer>(anybody, LIST, { first: 100, ...variables });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.products;
}

async function ids(variables: object = {}): Promise<string[]> {
  return (await page(variables)).edges.map((edge) => edge.node.id);
}

async function refusal(variables: object): Promise<string | undefined> {
  return (await shop.run(anybody, LIST, { first: 10, ...variables })).errors?.[0]?.message;
}

describe("the order of a product list", () => {
  it("is by the chosen value, and by id among equals", async () => {
    const day = (number: number) => new Date(Date.UTC(2026, 0, number));
    const [a, b, c] = await addProducts(
      { listedAt: day(2), priceMinor: 300, ratingSum: 9, ratingCount: 2, soldCount: 5 },
      { listedAt: day(3), priceMinor: 100, soldCount: 7 },
      { listedAt: day(1), priceMinor: 300, ratingSum: 5, ratingCount: 1, soldCount: 5 },
    );
    expect(await ids()).toEqual([b, a, c]);
    expect(await ids({ sort: "NEWEST" })).toEqual([b, a, c]);
    expect(await ids({ sort: "PRICE_ASC" })).toEqual([b, a, c]);
    expect(await ids({ sort: "PRICE_DESC" })).toEqual([c, a, b]);
    expect(await ids({ sort: "RATING" })).toEqual([c, a, b]);
    expect(await ids({ sort: "POPULAR" })).toEqual([b, c, a]);
  });
});

describe("the pages of a product list", () => {
  const sorts = ["NEWEST", "PRICE_ASC", "PRICE_DESC", "RATING", "POPULAR"];

  it.each(sorts)("hold each product exactly once by %s, ties included", async (sort) => {
    const now = new Date();
    const all = await addProducts(
      ...Array.from({ length: 11 }, (_, index) => ({
        listedAt: new Date(now.getTime() + (index % 2)),
        priceMinor: 100 * (index % 3),
        soldCount: index % 4,
        ratingSum: (index % 2) * 5,
        ratingCount: index % 2,
      })),
    );
    const seen: string[] = [];
    let after: string | null = null;
    for (let turns = 0; turns < 4; turns++) {
      const turned: PageAnswer["products"] = await page({ first: 3, after, sort });
      seen.push(...turned.edges.map((edge) => edge.node.id));
      after = turned.pageInfo.endCursor;
      expect(turned.pageInfo.hasNextPage).toBe(turns < 3);
    }
    expect(seen.toSorted()).toEqual(all.toSorted());
    expect(seen).toEqual(await ids({ sort }));
  });

  it("are not shifted by products that appear or vanish meanwhile", async () => {
    const [cheap, middle, , dear] = await addProducts(
      { priceMinor: 100 },
      { priceMinor: 200 },
      { priceMinor: 300, status: "ARCHIVED" },
      { priceMinor: 400 },
    );
    const first = await page({ first: 2, sort: "PRICE_ASC" });
    expect(first.edges.map((edge) => edge.node.id)).toEqual([cheap, middle]);
    await addProducts({ priceMinor: 50 }, { priceMinor: 150 });
    const [late] = await addProducts({ priceMinor: 250 });
    const after = first.pageInfo.endCursor;
    expect(await ids({ after, sort: "PRICE_ASC" })).toEqual([late, dear]);
  });

  it("begin at any edge", async () => {
    await addProducts({ priceMinor: 1 }, { priceMinor: 2 }, { priceMinor: 3 });
    const all = await page({ sort: "PRICE_ASC" });
    const after = all.edges[0]?.cursor;
    expect(await ids({ after, sort: "PRICE_ASC" })).toEqual(
      all.edges.slice(1).map((edge) => edge.node.id),
    );
  });

  it("refuse sizes beyond 1 to 100", async () => {
    expect(await refusal({ first: 0 })).toMatch(/not be less than 1/);
    expect(await refusal({ first: 101 })).toMatch(/not be greater than 100/);
  });

  it("refuse a cursor that is forged or of another order", async () => {
    await addProducts({}, {});
    const { endCursor } = (await page({ first: 1, sort: "NEWEST" })).pageInfo;
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const foreign = [
      ["PRICE_ASC", endCursor],
      ["NEWEST", "nonsense"],
      ["NEWEST", encode(["NEWEST", 1])],
      ["NEWEST", encode(["NEWEST", 1.5, newId()])],
      ["NEWEST", encode(["NEWEST", 9e15, newId()])],
      ["NEWEST", encode(["NEWEST", 1, "' or 1=1"])],
      ["NEWEST", encode({ length: 3 })],
    ];
    for (const [sort, after] of foreign) {
      expect(await refusal({ sort, after })).toMatch(/The cursor in `after` is not one of/);
    }
  });
});

describe("the filter of a product list", () => {
  it("takes a category with everything below it", async () => {
    const child = await shop.addCategory(shop.categoryId);
    const grandchild = await shop.addCategory(child);
    const elsewhere = await shop.addCategory();
    const [top, middle, low] = await addProducts(
      {},
      { categoryId: child },
      { categoryId: grandchild },
      { categoryId: elsewhere },
    );
    const found = await ids({ filter: { categoryId: shop.categoryId } });
    expect(new Set(found)).toEqual(new Set([top, middle, low]));
    expect(found).toHaveLength(3);
    expect(await ids({ filter: { categoryId: grandchild } })).toEqual([low]);
  });

  it("finds nothing in a category that does not exist, and refuses what is no id", async () => {
    await addProducts({});
    expect(await ids({ filter: { categoryId: newId() } })).toEqual([]);
    expect(await refusal({ filter: { categoryId: "1" } })).toMatch(/must be an id/);
  });

  it("takes prices, both ends included", async () => {
    const [, low, high] = await addProducts(
      { priceMinor: 99 },
      { priceMinor: 100 },
      { priceMinor: 200 },
      { priceMinor: 201 },
    );
    const filter = { minPriceMinor: 100, maxPriceMinor: 200 };
    expect(await ids({ filter, sort: "PRICE_ASC" })).toEqual([low, high]);
    expect(await refusal({ filter: { minPriceMinor: -1 } })).toMatch(/not be less than 0/);
  });

  it("takes what is in stock: a free unit of any SKU", async () => {
    const [available, soldOut] = await addProducts(
      { skus: [{ onHand: 0 }, { onHand: 1 }] },
      { skus: [{ onHand: 0 }] },
    );
    expect(await ids({ filter: { inStock: true } })).toEqual([available]);
    expect(await ids({ filter: { inStock: false } })).toEqual([soldOut]);
  });

  it("takes attributes: all names, any of the values", async () => {
    const [red, blue] = await addProducts({}, {}, {});
    const add = (productId: string | undefined, position: number, name: string, value: string) =>
      shop.database.drizzle
        .insert(productAttribute)
        .values({ productId: productId ?? "", position, name, value, kind: "TEXT" });
    await add(red, 0, "Color", "Red");
    await add(red, 1, "Brand", "Acme");
    await add(blue, 0, "Color", "Blue");
    const by = (...attributes: { name: string; values: string[] }[]) =>
      ids({ filter: { attributes }, sort: "PRICE_ASC" });
    expect(await by({ name: "Color", values: ["Red", "Blue"] })).toEqual([red, blue]);
    expect(
      await by({ name: "Color", values: ["Red", "Blue"] }, { name: "Brand", values: ["Acme"] }),
    ).toEqual([red]);
    expect(await by({ name: "Color", values: ["red"] })).toEqual([]);
    expect(await refusal({ filter: { attributes: [{ name: "Color", values: [] }] } })).toMatch(
      /at least 1/,
    );
  });

  it("lets staff alone list what is not published", async () => {
    const [draft] = await addProducts({ status: "DRAFT", publishedAt: null }, {});
    const filter = { status: "DRAFT" };
    expect(await refusal({ filter })).toBe("You may not do this.");
    const { data } = await shop.run<PageAnswer>(catalogStaff(), LIST, { first: 10, filter });
    expect(data?.products.edges.map((edge) => edge.node.id)).toEqual([draft]);
  });
});

describe("the total of a product list", () => {
  it("counts what the filter lets through, not the page", async () => {
    await addProducts({}, {}, { priceMinor: 5 }, { status: "ARCHIVED" });
    const { data } = await shop.run<PageAnswer>(anybody, COUNT, {});
    expect(data?.products.totalCount).toBe(3);
    const filtered = await shop.run<PageAnswer>(anybody, COUNT, { filter: { maxPriceMinor: 5 } });
    expect(filtered.data?.products.totalCount).toBe(1);
  });

  it("costs a statement only when it is asked for", async () => {
    const plain = await recordStatements(() => shop.run(anybody, LIST, { first: 10 }));
    expect(plain.statements).toHaveLength(1);
    const counted = await recordStatements(() => shop.run(anybody, COUNT, {}));
    expect(counted.statements).toHaveLength(2);
  });
});

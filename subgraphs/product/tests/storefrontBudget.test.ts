import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { productAttribute, productMedia } from "../model/tables";
import { anybody, openProductFixture, type ProductFixture } from "./productFixture";

const PRODUCTS = 20;

let shop: ProductFixture;
const productIds: string[] = [];
const skuIds: string[] = [];
const reviewIds: string[] = [];
beforeAll(async () => {
  shop = await openProductFixture();
  for (let index = 0; index < PRODUCTS; index++) {
    const { id, skuIds: own } = await shop.addProduct({ skus: [{}, {}, {}] });
    productIds.push(id);
    skuIds.push(...own);
    for (let count = 0; count < 3; count++) reviewIds.push(await shop.addReview(id));
    await shop.database.drizzle
      .insert(productMedia)
      .values({ id: newId(), productId: id, position: 0, url: `/${id}.webp`, alt: null });
    await shop.database.drizzle
      .insert(productAttribute)
      .values({ productId: id, position: 0, name: "Brand", kind: "TEXT", value: "Acme" });
  }
  for (const id of reviewIds) await shop.addReply(id, new Date());
});
afterAll(() => shop.close());

/** The table each statement reads first. */
async function tablesRead(source: string, variables: object = {}): Promise<(string | undefined)[]> {
  const { value, statements } = await recordStatements(() => shop.run(anybody, source, variables));
  expect(value.errors).toBeUndefined();
  return statements.map((statement) => /from `(\w+)`/.exec(statement)?.[1]);
}

describe("statements of a page of 20 products", () => {
  it("of the storefront: products with their price and rating, SKUs with their stock, reviews", async () => {
    const tables = await tablesRead(
      `query ($first: Int!) { products(first: $first) { edges { node {
        id name slug price { amountMinor currency } skus { id code available } rating { average count }
        reviews(first: 2) { edges { node { rating author { id } } } } } } } }`,
      { first: PRODUCTS },
    );
    expect(tables).toEqual(["product", "sku", "review"]);
  });

  it("with everything selected: one an entity type", async () => {
    const tables = await tablesRead(`{ products(first: 20) { edges { node {
      id category { id name children { id } } media { url } attributes { name value } options { name } price { formatted }
      skus { id options { value } price { formatted } listPrice { formatted } available product { id } }
      reviews(first: 5) { totalCount edges { node { id replies { id } } } } } } } }`);
    // Categories twice: their children are another level. Products twice: Sku.product enters the catalogue by id.
    expect(tables.toSorted((left = "", right = "") => (left < right ? -1 : 1))).toEqual([
      "category",
      "category",
      "product",
      "product",
      "product_attribute",
      "product_media",
      "review",
      "review_reply",
      "sku",
    ]);
  });

  it("with a category and a total: one more for each", async () => {
    const tables = await tablesRead(
      "query ($id: ID) { products(first: 20, filter: { categoryId: $id }) { totalCount edges { node { id } } } }",
      { id: shop.categoryId },
    );
    expect(tables).toHaveLength(3);
  });
});

describe("statements of references", () => {
  it("of 60 order lines' SKUs with their products: two", async () => {
    const tables = await tablesRead(
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Sku { id code product { id name rating { average } } } } }",
      { r: skuIds.map((id) => ({ __typename: "Sku", id })) },
    );
    expect(tables).toEqual(["sku", "product"]);
  });

  it("of products, SKUs and reviews mixed: one a type", async () => {
    const representations = [
      ...productIds.map((id) => ({ __typename: "Product", id })),
      ...skuIds.map((id) => ({ __typename: "Sku", id })),
      ...reviewIds.map((id) => ({ __typename: "Review", id })),
    ];
    const tables = await tablesRead(
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id } ... on Sku { id } ... on Review { id } } }",
      { r: representations },
    );
    expect(tables).toHaveLength(3);
  });
});

import { recordStatements } from "@micro-shop/common/database/statements";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { newId } from "@micro-shop/common/ids";
import { anybody, openProductFixture, type ProductFixture } from "./productFixture";

interface ReviewsAnswer {
  readonly product: {
    readonly reviews: {
      readonly edges: readonly { readonly node: { readonly id: string } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly totalCount: number;
    };
  };
}

const REVIEWS = `query ($id: ID!, $first: Int!, $after: String) { product(id: $id) {
  reviews(first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } totalCount }
} }`;

let shop: ProductFixture;
beforeAll(async () => {
  shop = await openProductFixture();
});
afterAll(() => shop.close());

const lookUp = (variables: object) =>
  shop.run<{ product: { id: string } | null }>(
    anybody,
    "query ($id: ID, $slug: String) { product(id: $id, slug: $slug) { id } }",
    variables,
  );

async function reviewsOf(id: string, first: number, after: string | null = null) {
  const { data } = await shop.run<ReviewsAnswer>(anybody, REVIEWS, { id, first, after });
  if (!data) throw new Error("No answer.");
  return data.product.reviews;
}

describe("one product", () => {
  it("is found by its id and by its slug", async () => {
    const { id } = await shop.addProduct({ slug: "the-one" });
    expect((await lookUp({ id })).data).toEqual({ product: { id } });
    expect((await lookUp({ slug: "the-one" })).data).toEqual({ product: { id } });
  });

  it("is null for an id or slug nobody has, malformed ones included", async () => {
    for (const variables of [{ id: newId() }, { id: "1 or 1=1" }, { slug: "no-such" }]) {
      expect(await lookUp(variables)).toEqual({ data: { product: null } });
    }
  });

  it("needs exactly one of id and slug", async () => {
    for (const variables of [{}, { id: newId(), slug: "the-one" }, { id: null, slug: null }]) {
      expect((await lookUp(variables)).errors?.[0]?.message).toMatch(/either the id or the slug/);
    }
  });

  it("shows everything the shop window needs", async () => {
    const { id } = await shop.addProduct({
      description: "Light.",
      priceMinor: 1234,
      skus: [
        {
          code: "LIGHT-1",
          listPriceMinor: 1500,
          onHand: 7,
          options: [{ name: "Size", value: "M" }],
        },
      ],
    });
    const authorId = newId();
    const orderLineId = newId();
    const reviewId = await shop.addReview(id, { userId: authorId, orderLineId, rating: 5 });
    const replyId = await shop.addReply(reviewId, new Date());
    const { data } = await shop.run(
      anybody,
      `query ($id: ID) { product(id: $id) { description category { id } media { url alt }
        skus { code options { name value } price { amountMinor currency } listPrice { amountMinor } available }
        price { formatted } rating { average count }
        reviews(first: 5) { edges { node { id rating author { id } orderLine { id } replies { id text } } } } } }`,
      { id },
    );
    expect(data).toEqual({
      product: {
        description: "Light.",
        category: { id: shop.categoryId },
        media: [],
        skus: [
          {
            code: "LIGHT-1",
            options: [{ name: "Size", value: "M" }],
            price: { amountMinor: 1234, currency: "USD" },
            listPrice: { amountMinor: 1500 },
            available: 7,
          },
        ],
        price: { formatted: "$12.34" },
        rating: { average: 5, count: 1 },
        reviews: {
          edges: [
            {
              node: {
                id: reviewId,
                rating: 5,
                author: { id: authorId },
                orderLine: { id: orderLineId },
                replies: [{ id: replyId, text: "Thank you." }],
              },
            },
          ],
        },
      },
    });
  });
});

describe("the reviews of a product", () => {
  it("are paged, the newest first, each exactly once although some have the same time", async () => {
    const { id } = await shop.addProduct();
    const at = new Date("2026-01-01T00:00:00Z");
    const [a, b] = [
      await shop.addReview(id, { createdAt: at }),
      await shop.addReview(id, { createdAt: at }),
    ];
    const newest = await shop.addReview(id, { createdAt: new Date("2026-01-02T00:00:00Z") });
    const first = await reviewsOf(id, 2);
    expect(first.edges.map((edge) => edge.node.id)).toEqual([newest, b]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(first.totalCount).toBe(3);
    const second = await reviewsOf(id, 2, first.pageInfo.endCursor);
    expect(second.edges.map((edge) => edge.node.id)).toEqual([a]);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it("leave out hidden ones, in the list and in the total", async () => {
    const { id } = await shop.addProduct();
    const shown = await shop.addReview(id);
    await shop.addReview(id, { status: "HIDDEN", rating: 1 });
    const { edges, totalCount } = await reviewsOf(id, 10);
    expect(edges.map((edge) => edge.node.id)).toEqual([shown]);
    expect(totalCount).toBe(1);
  });

  it("refuse a forged cursor", async () => {
    const { id } = await shop.addProduct();
    const forged = [
      [9e15, newId()],
      [1, "x"],
      ["a", newId()],
    ];
    for (const values of forged) {
      const after = Buffer.from(JSON.stringify(values)).toString("base64url");
      const { errors } = await shop.run(anybody, REVIEWS, { id, first: 1, after });
      expect(errors?.[0]?.message).toMatch(/The cursor in `after` is not one of/);
    }
  });

  it("show at most the 20 oldest replies of each", async () => {
    const { id } = await shop.addProduct();
    const reviewId = await shop.addReview(id);
    const replyIds: string[] = [];
    for (let minute = 0; minute < 21; minute++) {
      replyIds.push(await shop.addReply(reviewId, new Date(Date.UTC(2026, 0, 1, 0, minute))));
    }
    const { data } = await shop.run(
      anybody,
      "query ($id: ID!) { product(id: $id) { reviews(first: 1) { edges { node { replies { id } } } } } }",
      { id },
    );
    expect(data).toEqual({
      product: {
        reviews: {
          edges: [{ node: { replies: replyIds.slice(0, 20).map((own) => ({ id: own })) } }],
        },
      },
    });
  });

  it("of many products cost one statement, each product its own page", async () => {
    const products = [await shop.addProduct(), await shop.addProduct(), await shop.addProduct()];
    const reviewIds: string[] = [];
    for (const { id } of products.slice(0, 2)) reviewIds.push(await shop.addReview(id));
    const representations = products.map(({ id }) => ({ __typename: "Product", id }));
    const { value, statements } = await recordStatements(() =>
      shop.run(
        signedIn(),
        `query ($r: [_Any!]!) { _entities(representations: $r) {
          ... on Product { reviews(first: 3) { edges { node { id } } } } } }`,
        { r: representations },
      ),
    );
    expect(value.data).toEqual({
      _entities: [
        { reviews: { edges: [{ node: { id: reviewIds[0] } }] } },
        { reviews: { edges: [{ node: { id: reviewIds[1] } }] } },
        { reviews: { edges: [] } },
      ],
    });
    expect(statements).toHaveLength(2);
  });
});

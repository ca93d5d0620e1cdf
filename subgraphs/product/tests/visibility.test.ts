import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import {
  anybody,
  catalogStaff,
  openProductFixture,
  orderService,
  type ProductFixture,
} from "./productFixture";

const ENTITIES = `query ($r: [_Any!]!) { _entities(representations: $r) {
  ... on Product { id skus { code } } ... on Sku { id product { id } } ... on Review { id } } }`;

/** Everybody who must not know of an unpublished product. */
const outsiders: readonly (readonly [string, () => Partial<Caller>])[] = [
  ["a visitor", () => anybody],
  ["a customer", () => signedIn()],
  ["staff without the scope", () => signedIn(newId(), "stock:read", "catalog:write")],
  ["another service on a visitor's behalf", () => orderService],
];

let shop: ProductFixture;
beforeAll(async () => {
  shop = await openProductFixture();
});
afterAll(() => shop.close());

describe.each(["DRAFT", "ARCHIVED"] as const)("a product that is %s", (status) => {
  let id: string;
  let slug: string;
  let skuId: string;
  let reviewId: string;
  beforeAll(async () => {
    slug = `hidden-${status.toLowerCase()}`;
    const made = await shop.addProduct({ status, slug, listedAt: new Date(Date.now() + 60_000) });
    id = made.id;
    skuId = made.skuIds[0] ?? "";
    reviewId = await shop.addReview(id);
  });

  const representations = () => [
    { __typename: "Product", id },
    { __typename: "Sku", id: skuId },
    { __typename: "Review", id: reviewId },
  ];

  it.each(outsiders)("is hidden from %s on every path", async (_who, caller) => {
    const { data } = await shop.run<Record<string, unknown>>(
      caller(),
      `query ($id: ID, $slug: String) {
        byId: product(id: $id) { id } bySlug: product(slug: $slug) { id }
        products(first: 100) { edges { node { id } } totalCount } }`,
      { id, slug },
    );
    expect(data).toMatchObject({
      byId: null,
      bySlug: null,
      products: { totalCount: 0, edges: [] },
    });
    const references = await shop.run(caller(), ENTITIES, { r: representations() });
    expect(references.data).toEqual({ _entities: [null, null, null] });
  });

  it("is not reached by a cursor that points at it", async () => {
    const cursor = Buffer.from(
      JSON.stringify(["NEWEST", Date.now() + 60_001, "ffffffff-ffff-ffff-ffff-ffffffffffff"]),
    ).toString("base64url");
    const { data } = await shop.run(
      anybody,
      "query ($after: String) { products(first: 10, after: $after) { edges { node { id } } } }",
      { after: cursor },
    );
    expect(data).toEqual({ products: { edges: [] } });
  });

  it("is shown to staff with catalog:read", async () => {
    const { data } = await shop.run(
      catalogStaff(),
      "query ($id: ID, $slug: String) { byId: product(id: $id) { status } bySlug: product(slug: $slug) { id } }",
      { id, slug },
    );
    expect(data).toEqual({ byId: { status }, bySlug: { id } });
    const references = await shop.run(catalogStaff(), ENTITIES, { r: representations() });
    expect(references.data).toMatchObject({
      _entities: [{ id }, { id: skuId, product: { id } }, { id: reviewId }],
    });
  });
});

describe("what staff see of a published product", () => {
  it("needs a scope a field: status, units on hand and reserved", async () => {
    const { id } = await shop.addProduct({ skus: [{ onHand: 3 }] });
    const query =
      "query ($id: ID) { product(id: $id) { status skus { onHand reserved available } } }";
    const visitor = await shop.run(anybody, query, { id });
    expect(visitor.data).toEqual({
      product: { status: null, skus: [{ onHand: null, reserved: null, available: 3 }] },
    });
    expect(visitor.errors).toHaveLength(3);
    expect((await shop.run(catalogStaff(), query, { id })).data).toEqual({
      product: { status: "PUBLISHED", skus: [{ onHand: 3, reserved: 0, available: 3 }] },
    });
  });
});

describe("a hidden review of a published product", () => {
  it("is there for moderators alone", async () => {
    const { id } = await shop.addProduct();
    const reviewId = await shop.addReview(id, { status: "HIDDEN" });
    const r = [{ __typename: "Review", id: reviewId }];
    expect((await shop.run(catalogStaff(), ENTITIES, { r })).data).toEqual({ _entities: [null] });
    const moderator = signedIn(newId(), "review:moderate");
    expect((await shop.run(moderator, ENTITIES, { r })).data).toEqual({
      _entities: [{ id: reviewId }],
    });
  });
});

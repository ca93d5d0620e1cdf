import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { looseInputs } from "@micro-shop/common/testing/looseInputs";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { createProductSubgraph } from "../subgraph";
import {
  anybody,
  catalogStaff,
  openProductFixture,
  type ProductFixture,
  type UserErrorAnswer,
} from "./productFixture";
import { stockProblems } from "./stockInvariants";

interface Answer {
  readonly product: {
    readonly id: string;
    readonly slug: string;
    readonly skus: readonly { readonly id: string; readonly code: string }[];
  } | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

const SELECTION =
  "product { id slug status price { amountMinor } options { name values } skus { id code onHand reserved available } } userErrors { code message path }";

let shop: ProductFixture;
beforeAll(async () => {
  shop = await openProductFixture();
});
afterAll(() => shop.close());

let codes = 0;
const price = { amountMinor: 1500, currency: "USD" };
const newSku = (values: object = {}) => ({ code: `C-${++codes}`, price, onHand: 5, ...values });
const newProduct = (values: object = {}) => ({
  name: "Trail Runner",
  categoryId: shop.categoryId,
  skus: [newSku()],
  ...values,
});

const create = (values: object = {}, caller: Partial<Caller> = catalogStaff()) =>
  shop.mutate<Answer>(caller, "createProduct", SELECTION, newProduct(values));

async function refusalsOf(values: object): Promise<(readonly [string, string | undefined])[]> {
  const { product, userErrors } = await create(values);
  expect(product).toBeNull();
  return userErrors.map(({ code, path }) => [code, path?.join(".")]);
}

describe("creating a product", () => {
  it("makes a draft with its SKUs, its stock and a balanced ledger", async () => {
    const size = (value: string) => ({ options: [{ name: "Size", value }] });
    const skus = [
      newSku({ ...size("M"), price: { amountMinor: 1600, currency: "USD" } }),
      newSku({ ...size("L"), onHand: 0 }),
    ];
    const { product, userErrors } = await create({ name: "  Fell Runner ", skus });
    expect(userErrors).toEqual([]);
    expect(product).toMatchObject({
      slug: "fell-runner",
      status: "DRAFT",
      price: { amountMinor: 1500 },
      options: [{ name: "Size", values: ["M", "L"] }],
      skus: [
        { code: skus[0]?.code, onHand: 5, reserved: 0, available: 5 },
        { code: skus[1]?.code, onHand: 0, reserved: 0, available: 0 },
      ],
    });
    expect(await stockProblems(shop.database)).toEqual([]);
  });

  it("gives a second product of one name another slug", async () => {
    const [first, second] = [await create({ name: "Twin" }), await create({ name: "Twin" })];
    expect(first.product?.slug).toBe("twin");
    expect(second.product?.slug).toMatch(/^twin-[0-9a-f]{8}$/);
  });

  it("refuses a given slug that is taken", async () => {
    await create({ slug: "mine" });
    expect(await refusalsOf({ slug: "mine" })).toEqual([["SLUG_TAKEN", "input.slug"]]);
  });

  it("gives a slug to one of many who want it at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => create({ slug: "wanted", skus: [newSku()] })),
    );
    expect(answers.filter((answer) => answer.product !== null)).toHaveLength(1);
    expect(answers.flatMap((answer) => answer.userErrors.map((error) => error.code))).toEqual(
      Array<string>(11).fill("SLUG_TAKEN"),
    );
  });

  it("gives every one of many who want one name its own slug", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => create({ name: "Crowd" })));
    expect(new Set(answers.map((answer) => answer.product?.slug)).size).toBe(6);
  });

  it("refuses a SKU code that is taken, names it, and writes nothing", async () => {
    const taken = newSku();
    await create({ skus: [taken] });
    const skus = [
      newSku({ options: [{ name: "Size", value: "S" }] }),
      { ...taken, options: [{ name: "Size", value: "M" }] },
    ];
    expect(await refusalsOf({ slug: "half-way", skus })).toEqual([
      ["SKU_CODE_TAKEN", "input.skus.1.code"],
    ]);
    const { data } = await shop.run(catalogStaff(), '{ product(slug: "half-way") { id } }');
    expect(data).toEqual({ product: null });
  });

  it("gives a SKU code to one of many who want it at once", async () => {
    const sku = newSku();
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ skus: [sku] })));
    expect(answers.filter((answer) => answer.product !== null)).toHaveLength(1);
    expect(await stockProblems(shop.database)).toEqual([]);
  });

  it("refuses an unknown category", async () => {
    expect(await refusalsOf({ categoryId: newId() })).toEqual([["NOT_FOUND", "input.categoryId"]]);
  });

  it("refuses SKUs that do not fit together", async () => {
    const twin = newSku();
    const red = { options: [{ name: "Color", value: "Red" }] };
    const euro = { price: { amountMinor: 1, currency: "EUR" } };
    expect(await refusalsOf({ skus: [twin, { ...twin, ...red }] })).toContainEqual([
      "SKU_CODE_TAKEN",
      "input.skus.1.code",
    ]);
    expect(await refusalsOf({ skus: [newSku(red), newSku(red)] })).toEqual([
      ["INVALID_INPUT", "input.skus.1.options"],
    ]);
    expect(await refusalsOf({ skus: [newSku(), newSku({ ...red, ...euro })] })).toContainEqual([
      "INVALID_INPUT",
      "input.skus.1.price.currency",
    ]);
  });

  it.each([
    ["name", { name: " " }],
    ["name", { name: "line\nbreak" }],
    ["name", { name: "x".repeat(201) }],
    ["slug", { slug: "Not A Slug" }],
    ["slug", { slug: "a--b" }],
    ["description", { description: "x".repeat(10_001) }],
    ["categoryId", { categoryId: "nowhere" }],
    ["skus", { skus: [] }],
    ["skus", { skus: Array.from({ length: 101 }, () => newSku()) }],
    ["skus.0.code", { skus: [newSku({ code: "lower case" })] }],
    ["skus.0.onHand", { skus: [newSku({ onHand: -1 })] }],
    ["skus.0.onHand", { skus: [newSku({ onHand: 1_000_001 })] }],
    ["skus.0.price.amountMinor", { skus: [newSku({ price: { ...price, amountMinor: -1 } })] }],
    ["skus.0.options.0.name", { skus: [newSku({ options: [{ name: "", value: "M" }] })] }],
  ])("refuses a bad %s", async (field, values) => {
    const refusals = await refusalsOf(values);
    expect(refusals).toContainEqual(["INVALID_INPUT", `input.${field}`]);
  });

  it("is for staff with catalog:write", async () => {
    const input = newProduct();
    const strangers = [anybody, signedIn(), signedIn(newId(), "catalog:read", "stock:write")];
    for (const caller of strangers) {
      const mutation = shop.mutate(caller, "createProduct", SELECTION, input);
      await expect(mutation).rejects.toThrow(/not signed in|may not do this/);
    }
  });
});

describe("publishing a product", () => {
  const publish = (productId: string, caller: Partial<Caller> = catalogStaff()) =>
    shop.mutate<{
      product: { status: string; publishedAt: string } | null;
      userErrors: UserErrorAnswer[];
    }>(caller, "publishProduct", "product { status publishedAt } userErrors { code path }", {
      productId,
    });
  const visible = async (id: string): Promise<boolean> => {
    const query = "query ($id: ID) { product(id: $id) { id } }";
    return (await shop.run<{ product: unknown }>(anybody, query, { id })).data?.product !== null;
  };

  it("shows a draft to everybody, at the top of the newest", async () => {
    const id = (await create()).product?.id ?? "";
    expect(await visible(id)).toBe(false);
    expect((await publish(id)).product?.status).toBe("PUBLISHED");
    expect(await visible(id)).toBe(true);
    const { data } = await shop.run(anybody, "{ products(first: 1) { edges { node { id } } } }");
    expect(data).toEqual({ products: { edges: [{ node: { id } }] } });
  });

  it("leaves a published product as it is", async () => {
    const id = (await create()).product?.id ?? "";
    const first = await publish(id);
    expect(await publish(id)).toEqual(first);
  });

  it("brings an archived product back with its first date of publication", async () => {
    const publishedAt = new Date("2026-01-01T00:00:00Z");
    const { id } = await shop.addProduct({ status: "ARCHIVED", publishedAt });
    const { product } = await publish(id);
    expect(product).toEqual({ status: "PUBLISHED", publishedAt: publishedAt.toISOString() });
  });

  it("refuses a product that does not exist", async () => {
    const { product, userErrors } = await publish(newId());
    expect(product).toBeNull();
    expect(userErrors).toEqual([{ code: "NOT_FOUND", path: ["input", "productId"] }]);
  });

  it("is for staff with catalog:write", async () => {
    const { id } = await shop.addProduct({ status: "DRAFT", publishedAt: null });
    await expect(publish(id, signedIn())).rejects.toThrow(/may not do this/);
    expect(await visible(id)).toBe(false);
  });
});

it("leaves no input field without bounds or for any character", () => {
  expect(
    looseInputs(createProductSubgraph().schema, {
      severalLines: ["CreateProductInput.description"],
    }),
  ).toEqual([]);
});

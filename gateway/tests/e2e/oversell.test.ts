import { randomUUID } from "node:crypto";
import { startTestMall, type TestMall } from "@micro-shop/common/testing/testMall";
import { demoShopper, newShopper, type Payload } from "../support/shopper";

const BUYERS = 50;
const STOCK = 10;

interface CreatedProduct extends Payload {
  readonly product: {
    id: string;
    status: string;
    skus: { id: string; onHand: number; reserved: number }[];
  } | null;
}

describe("the last pieces of a product", () => {
  let mall: TestMall;
  beforeAll(async () => {
    mall = await startTestMall();
  }, 60_000);
  afterAll(() => mall.stop());

  it(`are sold to exactly ${STOCK} of ${BUYERS} buyers who order at once`, async () => {
    const url = `${mall.url}/graphql`;
    const staff = await demoShopper(url, "staff@example.com");
    const { categories } = await staff.run<{ categories: { id: string }[] }>("Categories");
    const created = await staff.mutate<CreatedProduct>("CreateProduct", {
      name: "The last lamp",
      slug: `last-lamp-${randomUUID()}`,
      categoryId: categories[0]?.id,
      skus: [{ code: randomUUID(), price: { amountMinor: 1000, currency: "USD" }, onHand: STOCK }],
    });
    expect(created.userErrors).toEqual([]);
    await staff.mutate("PublishProduct", { productId: created.product?.id });
    const skuId = created.product?.skus[0]?.id;
    const buyers = await Promise.all(
      Array.from({ length: BUYERS }, async () => {
        const buyer = await newShopper(url);
        return { buyer, addressId: await buyer.addAddress() };
      }),
    );
    const answers = await Promise.all(
      buyers.map(({ buyer, addressId }) =>
        buyer.mutate<Payload & { order: { status: string } | null }>("PlaceOrder", {
          idempotencyKey: randomUUID(),
          lines: [{ skuId, quantity: 1 }],
          addressId,
        }),
      ),
    );
    const refused = answers.flatMap(({ userErrors }) => userErrors);
    expect(answers.filter(({ order }) => order !== null)).toHaveLength(STOCK);
    expect(refused).toHaveLength(BUYERS - STOCK);
    for (const refusal of refused) {
      expect(refusal).toMatchObject({
        code: "INSUFFICIENT_STOCK",
        sku: { id: skuId },
        available: expect.any(Number),
      });
    }
    const staffView = await staff.request<{
      product: { skus: { onHand: number; reserved: number; available: number }[] };
    }>("query ($id: ID!) { product(id: $id) { skus { onHand reserved available } } }", {
      id: created.product?.id,
    });
    expect(staffView.data?.product.skus).toEqual([
      { onHand: STOCK, reserved: STOCK, available: 0 },
    ]);
  }, 60_000);
});

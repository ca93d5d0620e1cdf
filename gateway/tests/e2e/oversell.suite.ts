import { randomUUID } from "node:crypto";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { placeUntilSettled } from "../support/placeUntilSettled";
import { demoShopper, newShopper, type Payload, type Shopper } from "../support/shopper";

const BUYERS = 50;
const STOCK = 10;

interface CreatedProduct extends Payload {
  readonly product: {
    id: string;
    status: string;
    skus: { id: string; onHand: number; reserved: number }[];
  } | null;
}

/** Needs a seeded mall of its own run; see mall.test.ts. */
export function describeLastPieces(mall: () => TestMall): void {
  describe("the last pieces of a product", () => {
    it(`are sold to exactly ${STOCK} of ${BUYERS} buyers who order at once`, async () => {
      const url = `${mall().url}/graphql`;
      const staff = await demoShopper(url, "staff@example.com");
      const { categories } = await staff.run<{ categories: { id: string }[] }>("Categories");
      const created = await staff.mutate<CreatedProduct>("CreateProduct", {
        name: "The last lamp",
        slug: `last-lamp-${randomUUID()}`,
        categoryId: categories[0]?.id,
        skus: [
          {
            code: randomUUID().toUpperCase(),
            price: { amountMinor: 1000, currency: "USD" },
            onHand: STOCK,
          },
        ],
      });
      expect(created.userErrors).toEqual([]);
      await staff.mutate("PublishProduct", { productId: created.product?.id });
      const skuId = created.product?.skus[0]?.id;
      const buyers = await registerBuyers(url);
      const answers = await Promise.all(
        buyers.map(({ buyer, addressId }) => {
          const lines = [{ skuId, quantity: 1 }];
          return placeUntilSettled(buyer, { idempotencyKey: randomUUID(), lines, addressId });
        }),
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
}

/** Ten at a time: each registration hashes a password for tens of milliseconds, and is not what is tested. */
async function registerBuyers(url: string): Promise<{ buyer: Shopper; addressId: string }[]> {
  const buyers: { buyer: Shopper; addressId: string }[] = [];
  while (buyers.length < BUYERS) {
    const some = Array.from({ length: 10 }, async () => {
      const buyer = await newShopper(url);
      return { buyer, addressId: await buyer.addAddress() };
    });
    buyers.push(...(await Promise.all(some)));
  }
  return buyers;
}

import { randomUUID } from "node:crypto";
import { demoShopper, newShopper, type Payload } from "../../tests/support/shopper";

/** Somebody who is signed in and can order. */
export interface Buyer {
  readonly token: string;
  readonly addressId: string;
}

/** Each registration hashes a password for tens of milliseconds. */
const AT_ONCE = 8;

/** Registers buyers with an address each. Their tokens last for 15 minutes. */
export async function registerBuyers(url: string, count: number): Promise<readonly Buyer[]> {
  const registerOne = async (): Promise<Buyer> => {
    const shopper = await newShopper(url);
    return { token: shopper.token, addressId: await shopper.addAddress() };
  };
  const buyers: Buyer[] = [];
  while (buyers.length < count) {
    const room = Math.min(AT_ONCE, count - buyers.length);
    buyers.push(...(await Promise.all(Array.from({ length: room }, registerOne))));
  }
  return buyers;
}

interface CreatedProduct extends Payload {
  readonly product: {
    readonly id: string;
    readonly skus: readonly { readonly id: string }[];
  } | null;
}

/** More of each than any run can sell. */
const ON_HAND = 1_000_000;

/** Puts new products with one SKU each on sale and answers the SKUs. */
export async function stockGoods(url: string, count: number): Promise<readonly string[]> {
  const staff = await demoShopper(url, "staff@example.com");
  const { categories } = await staff.run<{ categories: { id: string }[] }>("Categories");
  const skuIds: string[] = [];
  for (let number = 1; number <= count; number++) {
    const price = { amountMinor: 1_000 + 137 * number, currency: "USD" };
    const { product, userErrors } = await staff.mutate<CreatedProduct>("CreateProduct", {
      name: `Bench lamp ${number}`,
      slug: `bench-lamp-${randomUUID()}`,
      categoryId: categories[0]?.id,
      skus: [{ code: randomUUID().toUpperCase(), price, onHand: ON_HAND }],
    });
    const skuId = product?.skus[0]?.id;
    if (!product || skuId === undefined) throw new Error(JSON.stringify(userErrors));
    await staff.mutate("PublishProduct", { productId: product.id });
    skuIds.push(skuId);
  }
  return skuIds;
}

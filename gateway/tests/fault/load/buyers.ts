import { randomUUID } from "node:crypto";
import { developmentSecret } from "@micro-shop/common/secrets";
import { Role } from "@micro-shop/common/security/scopes";
import { tokenKeyFromSeed } from "@micro-shop/common/security/tokenKey";
import { createTokenSigner } from "@micro-shop/common/security/userTokens";
import { claimCouponFor } from "../../support/coupons";
import { demoShopper, newShopper, type Payload } from "../../support/shopper";
import type { FaultMall } from "../mall/faultMall";

export interface Buyer {
  readonly userId: string;
  readonly token: string;
  readonly addressId: string;
  /** One that takes something off the goods; null when the buyer has none. */
  readonly couponId: string | null;
}

/** Longer than any run: what expires is not what is tested. */
const TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1_000;
/** Each registration hashes a password for tens of milliseconds. */
const AT_ONCE = 8;

/** Registers buyers, each with an address and, when goods are given, with a coupon for them. */
export async function registerBuyers(
  { url, mall }: FaultMall,
  count: number,
  goods: readonly string[] = [],
): Promise<readonly Buyer[]> {
  const privateKey = tokenKeyFromSeed(developmentSecret(mall.dataDir, "TOKEN_PRIVATE_KEY"));
  const signer = await createTokenSigner({ privateKey, lifetimeMs: TOKEN_LIFETIME_MS });
  const registerOne = async (): Promise<Buyer> => {
    const shopper = await newShopper(url);
    const addressId = await shopper.addAddress();
    const lines = goods.slice(0, 1).map((skuId) => ({ skuId, quantity: 3 }));
    const couponId =
      lines.length === 0
        ? null
        : await claimCouponFor(shopper, { addressId, lines }).catch(() => null);
    const { userId } = shopper;
    const sessionId = sessionOf(shopper.token);
    const { token } = await signer.sign({ userId, sessionId, roles: [Role.CUSTOMER] });
    return { userId, token, addressId, couponId };
  };
  const buyers: Buyer[] = [];
  while (buyers.length < count) {
    const room = Math.min(AT_ONCE, count - buyers.length);
    buyers.push(...(await Promise.all(Array.from({ length: room }, registerOne))));
  }
  return buyers;
}

function sessionOf(token: string): string {
  const [, claims = ""] = token.split(".");
  return (JSON.parse(Buffer.from(claims, "base64url").toString()) as { sid: string }).sid;
}

interface CreatedProduct extends Payload {
  readonly product: {
    readonly id: string;
    readonly skus: readonly { readonly id: string }[];
  } | null;
}

/** Puts new products with one SKU each on sale and answers the SKUs. */
export async function stockGoods(
  { url }: FaultMall,
  { products, onHand }: { readonly products: number; readonly onHand: number },
): Promise<readonly string[]> {
  const staff = await demoShopper(url, "staff@example.com");
  const { categories } = await staff.run<{ categories: { id: string }[] }>("Categories");
  const skuIds: string[] = [];
  for (let number = 1; number <= products; number++) {
    const { product, userErrors } = await staff.mutate<CreatedProduct>("CreateProduct", {
      name: `Fault lamp ${number}`,
      slug: `fault-lamp-${randomUUID()}`,
      categoryId: categories[0]?.id,
      skus: [
        {
          code: randomUUID().toUpperCase(),
          price: { amountMinor: 9_000 + 777 * number, currency: "USD" },
          onHand,
        },
      ],
    });
    const skuId = product?.skus[0]?.id;
    if (!product || skuId === undefined) throw new Error(JSON.stringify(userErrors));
    await staff.mutate("PublishProduct", { productId: product.id });
    skuIds.push(skuId);
  }
  return skuIds;
}

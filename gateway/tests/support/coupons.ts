import type { Payload, Shopper } from "./shopper";

interface QuoteAnswer extends Payload {
  readonly discount: { readonly amountMinor: number };
}

interface CouponAnswer extends Payload {
  readonly coupon: { readonly id: string } | null;
}

/** Claims coupons until one takes something off this purchase (the input of a quote), and answers its id. */
export async function claimCouponFor(shopper: Shopper, purchase: object): Promise<string> {
  const { couponTemplates } = await shopper.run<{
    couponTemplates: { id: string; remaining: number }[];
  }>("CouponTemplates");
  for (const { id: templateId } of couponTemplates.filter(({ remaining }) => remaining > 0)) {
    const { coupon } = await shopper.mutate<CouponAnswer>("ClaimCoupon", { templateId });
    if (!coupon) continue;
    const { quote } = await shopper.run<{ quote: QuoteAnswer }>("Quote", {
      input: { ...purchase, couponId: coupon.id },
    });
    if (quote.userErrors.length === 0 && quote.discount.amountMinor > 0) return coupon.id;
  }
  throw new Error("No coupon that can be claimed applies.");
}

/** UNUSED, HELD, USED or EXPIRED, as its owner sees it. */
export async function couponStatus(
  shopper: Shopper,
  couponId: string,
): Promise<string | undefined> {
  const { myCoupons } = await shopper.run<{ myCoupons: { id: string; status: string }[] }>(
    "MyCoupons",
  );
  return myCoupons.find(({ id }) => id === couponId)?.status;
}

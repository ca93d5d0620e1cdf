import { randomUUID } from "node:crypto";
import type { SeededRandom } from "@micro-shop/common/testing/seededRandom";
import type { Buyer } from "./buyers";

/** How a checkout is meant to end when nothing but faults of the mall comes between. */
export type PlannedEnd = "PAID" | "CANCELLED" | "OPEN" | "REFUSED";

/** What one buyer is going to do. */
export interface CheckoutPlan {
  readonly buyer: Buyer;
  readonly end: PlannedEnd;
  /** Tokens of the payments to try, in order; all but the last are declined. */
  readonly methodTokens: readonly string[];
  readonly placement: {
    readonly idempotencyKey: string;
    readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
    readonly addressId: string;
    readonly couponId: string | null;
    readonly expectedTotalMinor: number | null;
  };
}

/** No order costs this: the saga reserves and holds, finds another total, and undoes both. */
const WRONG_TOTAL_MINOR = 1;

/** Draws what a buyer does: most pay at once, and every way back is taken by some. */
export function planCheckout(
  random: SeededRandom,
  buyers: readonly Buyer[],
  skuIds: readonly string[],
): CheckoutPlan {
  const buyer = buyers[random.integer(buyers.length)];
  if (!buyer) throw new RangeError("A load needs buyers.");
  const draw = random.fraction();
  const end = draw < 0.78 ? "PAID" : draw < 0.86 ? "REFUSED" : draw < 0.95 ? "CANCELLED" : "OPEN";
  const first = random.integer(skuIds.length);
  const chosen = skuIds.filter((_, index) => index === first || random.fraction() < 0.3);
  return {
    buyer,
    end,
    methodTokens: paymentTokens(random),
    placement: {
      idempotencyKey: randomUUID(),
      lines: chosen.map((skuId) => ({ skuId, quantity: 1 + random.integer(3) })),
      addressId: buyer.addressId,
      couponId: random.fraction() < 0.15 ? buyer.couponId : null,
      expectedTotalMinor: end === "REFUSED" ? WRONG_TOTAL_MINOR : null,
    },
  };
}

function paymentTokens(random: SeededRandom): readonly string[] {
  const draw = random.fraction();
  if (draw < 0.85) return ["tok_approve"];
  return draw < 0.95 ? ["tok_decline", "tok_approve"] : ["tok_slow_200"];
}

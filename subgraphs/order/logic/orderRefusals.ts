import { Refusal } from "@micro-shop/common/errors";
import { formatMoney, money, type Currency, type MoneyValue } from "@micro-shop/common/money";
import { MAX_TOTAL_MINOR } from "../types/limits";
import { shippingMethods } from "./shippingMethods";

/** Why a quote or an order is refused: one function a reason, the same for both. */

export function emptyOrderRefusal(): Refusal {
  return new Refusal("EMPTY_ORDER", "Nothing is selected in the cart.", { path: ["input"] });
}

export function shippingMethodRefusal(): Refusal {
  const codes = shippingMethods.map((method) => method.code).join(", ");
  return new Refusal("INVALID_INPUT", `There is no such shipping method; there are ${codes}.`, {
    path: ["input", "shippingMethod"],
  });
}

export function addressRefusal(): Refusal {
  return new Refusal("NOT_FOUND", "There is no such address.", { path: ["input", "addressId"] });
}

export function mixedCurrenciesRefusal(): Refusal {
  const message = "SKUs with different currencies cannot be ordered together.";
  return new Refusal("INVALID_INPUT", message, { path: ["input", "lines"] });
}

/** An order comes to more than pay takes. */
export function tooDearRefusal(currency: Currency): Refusal {
  const most = formatMoney(money(MAX_TOTAL_MINOR, currency));
  return new Refusal("LIMIT_REACHED", `An order can come to at most ${most}.`, {
    path: ["input", "lines"],
  });
}

export interface ShortLine {
  readonly skuId: string;
  /** Its place in the client's list; null for a line of the cart. */
  readonly inputIndex: number | null;
  readonly available: number;
  readonly onSale: boolean;
}

/** INSUFFICIENT_STOCK, or UNAVAILABLE_PRODUCT for what is not on sale. */
export function shortageRefusal({ skuId, inputIndex, available, onSale }: ShortLine): Refusal {
  const at = (field: string) =>
    inputIndex === null ? {} : { path: ["input", "lines", String(inputIndex), field] };
  if (!onSale) return new Refusal("UNAVAILABLE_PRODUCT", "This SKU is not on sale.", at("skuId"));
  const message =
    available === 0 ? "This SKU is sold out." : `Only ${available} of this SKU can be had.`;
  return new Refusal("INSUFFICIENT_STOCK", message, {
    ...at("quantity"),
    type: "InsufficientStock",
    data: { sku: { id: skuId }, available },
  });
}

const couponReasons: Readonly<Record<string, string>> = {
  NOT_FOUND: "There is no such coupon in your wallet.",
  EXPIRED: "The coupon has expired.",
  NOT_STARTED: "The coupon is not valid yet.",
  IN_USE: "The coupon is held by another order.",
  USED: "The coupon has been used.",
  MIN_SPEND: "The order does not reach the coupon's least spend.",
  NO_MATCHING_PRODUCT: "The coupon is for other products.",
};

/** @param reason marketing's code. */
export function couponRefusal(reason: string): Refusal {
  const message = couponReasons[reason] ?? "The coupon cannot be used for this order.";
  return new Refusal("COUPON_NOT_APPLICABLE", message, {
    type: "CouponNotApplicable",
    data: { reason },
    path: ["input", "couponId"],
  });
}

export function priceChangedRefusal(was: MoneyValue, is: MoneyValue): Refusal {
  const message = `The total is ${formatMoney(is)}, not ${formatMoney(was)}.`;
  return new Refusal("PRICE_CHANGED", message, {
    type: "PriceChanged",
    data: { was, is },
    path: ["input", "expectedTotalMinor"],
  });
}

/** A part of the mall stayed away until the deadline, and everything was undone. */
export function abortedRefusal(): Refusal {
  return new Refusal(
    "ABORTED",
    "The order could not be placed in time; nothing was kept of it. Place it again with a new idempotency key.",
  );
}

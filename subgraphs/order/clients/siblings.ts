import type { RequestContext } from "@micro-shop/common/graphql/requestContext";
import type { Currency, MoneyValue } from "@micro-shop/common/money";
import type { OrderAddress } from "../model/tables";

/** On whose behalf a sibling is called, until when, and for changes under which key. */
export type CallScope = Pick<RequestContext, "caller" | "deadline" | "idempotencyKey">;

export interface SkuOffer {
  readonly skuId: string;
  readonly productId: string;
  readonly categoryId: string | null;
  readonly code: string;
  /** Product and option values. */
  readonly name: string;
  readonly unitPrice: MoneyValue;
  readonly available: number;
  readonly onSale: boolean;
}

export interface StockLine {
  readonly skuId: string;
  readonly quantity: number;
}

export interface StockShortage {
  readonly skuId: string;
  readonly available: number;
  readonly onSale: boolean;
}

export interface Reservation {
  readonly offers: readonly SkuOffer[];
  /** Not empty = nothing was reserved. */
  readonly shortages: readonly StockShortage[];
}

export interface LineToDiscount {
  readonly skuId: string;
  readonly productId: string;
  readonly categoryId: string | null;
  readonly quantity: number;
  readonly unitPriceMinor: number;
}

export interface DiscountQuestion {
  readonly userId: string | null;
  readonly couponId: string | null;
  readonly currency: Currency;
  readonly lines: readonly LineToDiscount[];
}

export interface Discounts {
  readonly lines: readonly { readonly skuId: string; readonly amountMinor: number }[];
  /** Why the coupon cannot be used; then it takes nothing off, and nothing was held. */
  readonly couponRefusal: string | null;
  /** Whether a promotion waives the fee of the methods that can be free. */
  readonly freeShipping: boolean;
}

export interface PaymentToCreate {
  readonly orderId: string;
  readonly buyerId: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly expiresAt: Date;
}

/**
 * CLOSED: no payment can come any more. IN_FLIGHT: one may still come. VOIDING: what was set aside is being let go, for
 * good. CAPTURED: it has come.
 */
export type ClosePaymentOutcome = "CLOSED" | "IN_FLIGHT" | "VOIDING" | "CAPTURED";

export interface PaymentToClose {
  readonly orderId: string;
  /** Whether money that is only set aside is let go for it; else it is IN_FLIGHT, and left alone. */
  readonly voidAuthorized: boolean;
}

/** CHANGED: no attempt to pay the old amount can begin. The others: it is being paid, it was, or it no longer can be. */
export type ChangeAmountOutcome = "CHANGED" | "IN_FLIGHT" | "CAPTURED" | "CLOSED";

export interface AmountToChange {
  readonly orderId: string;
  /** What is due before. */
  readonly fromMinor: number;
  readonly amountMinor: number;
}

export interface RefundToMake {
  readonly orderId: string;
  /** Null: all that is left. */
  readonly amountMinor: number | null;
  /** The buyer can read it; 1 to 500 characters. */
  readonly reason: string;
}

/** ACCEPTED: the money goes back, however often that must be tried. The others: none does. */
export type RefundOutcome = "ACCEPTED" | "NOT_CAPTURED" | "EXCEEDS_CAPTURED";

export interface RefundAnswer {
  readonly outcome: RefundOutcome;
  /** What goes back by it; 0 when nothing was left. */
  readonly amountMinor: number;
  /** Null when nothing goes back by it. */
  readonly refundId: string | null;
}

/**
 * What order asks of the other services. Every change is idempotent by its order id or by the key of its scope, so that an
 * unknown outcome is resolved by asking again. All throw a Fault when the sibling cannot answer.
 */
export interface Siblings {
  readonly user: {
    /** Null when it is not an address of that user. */
    addressSnapshot(
      scope: CallScope,
      address: { readonly userId: string; readonly addressId: string },
    ): Promise<OrderAddress | null>;
  };
  readonly product: {
    /** At most 100 SKUs; unknown ones are missing. */
    skuOffers(scope: CallScope, skuIds: readonly string[]): Promise<readonly SkuOffer[]>;
    /** All lines or none. */
    reserveStock(
      scope: CallScope,
      reservation: {
        readonly orderId: string;
        readonly expiresAt: Date;
        readonly lines: readonly StockLine[];
      },
    ): Promise<Reservation>;
    releaseStock(scope: CallScope, orderId: string): Promise<void>;
  };
  readonly marketing: {
    /** What promotions and the coupon would take off. */
    orderDiscounts(scope: CallScope, question: DiscountQuestion): Promise<Discounts>;
    /** The same, and holds the coupon for the order. */
    holdDiscounts(
      scope: CallScope,
      question: DiscountQuestion & { readonly orderId: string; readonly userId: string },
    ): Promise<Discounts>;
    releaseDiscounts(scope: CallScope, orderId: string): Promise<void>;
  };
  readonly pay: {
    /** Answers the payment's id. */
    createPayment(scope: CallScope, payment: PaymentToCreate): Promise<string>;
    closePayment(scope: CallScope, payment: PaymentToClose): Promise<ClosePaymentOutcome>;
    /** Once for each step of a saga, which the scope's key names. */
    changeAmountDue(scope: CallScope, change: AmountToChange): Promise<ChangeAmountOutcome>;
    /** Once for each step of a saga, which the scope's key names. */
    refundOrder(scope: CallScope, refund: RefundToMake): Promise<RefundAnswer>;
  };
}

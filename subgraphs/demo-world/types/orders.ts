import type { DemoPostalAddress } from "./people";

/** PENDING is missing on purpose: it exists only while a saga runs. */
export type DemoOrderStatus =
  | "REJECTED"
  | "PENDING_PAYMENT"
  | "PAID"
  | "PARTIALLY_SHIPPED"
  | "SHIPPED"
  | "DELIVERED"
  | "COMPLETED"
  | "CANCELLED"
  | "EXPIRED";

export interface DemoOrderLine {
  readonly id: string;
  /** Order within the order, from 0. */
  readonly position: number;
  readonly skuId: string;
  readonly productId: string;
  readonly skuCode: string;
  /** The product's name when it was bought. */
  readonly name: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly imageUrl: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** This line's share of the order's discount; the shares sum to it. */
  readonly discountMinor: number;
}

/** Versions of an order run from 1 without a gap; PENDING and REJECTED send no event. */
export interface DemoOrderEvent {
  readonly id: string;
  readonly version: number;
  readonly status: DemoOrderStatus;
  readonly actor: "CUSTOMER" | "STAFF" | "SYSTEM";
  readonly note: string | null;
  readonly at: Date;
}

export interface DemoShipment {
  readonly id: string;
  readonly status: "SHIPPED" | "DELIVERED";
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly lines: readonly {
    readonly id: string;
    readonly orderLineId: string;
    readonly quantity: number;
  }[];
  readonly shippedAt: Date;
  readonly deliveredAt: Date | null;
}

/** A buyer's wish to cancel a paid order; staff decide. */
export interface DemoCancellationRequest {
  readonly id: string;
  readonly reason: string;
  readonly requestedAt: Date;
  /** Null while it waits for staff. */
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly approved: boolean | null;
}

export interface DemoOrder {
  readonly id: string;
  /** Unique. */
  readonly orderNo: string;
  readonly userId: string;
  readonly idempotencyKey: string;
  readonly status: DemoOrderStatus;
  readonly paymentStatus: "UNPAID" | "PAID" | "PARTIALLY_REFUNDED" | "REFUNDED";
  readonly fulfillmentStatus: "UNFULFILLED" | "PARTIAL" | "SHIPPED" | "DELIVERED";
  /** The number of changes since PENDING (0); equals the last event's version, but 1 without event when REJECTED. */
  readonly version: number;
  readonly currency: "USD";
  readonly itemsMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  /** items − discount + shipping + tax. */
  readonly totalMinor: number;
  readonly shippingMethod: string;
  readonly address: DemoPostalAddress;
  /** The coupon that gave the discount, also after it went back to the wallet. */
  readonly couponId: string | null;
  readonly flashTicketId: string | null;
  /** Null when REJECTED. */
  readonly paymentId: string | null;
  readonly rejection: { readonly code: "INSUFFICIENT_STOCK"; readonly message: string } | null;
  readonly cancellation: DemoCancellationRequest | null;
  readonly lines: readonly DemoOrderLine[];
  readonly events: readonly DemoOrderEvent[];
  readonly shipments: readonly DemoShipment[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When an unpaid order would have expired; null when REJECTED. */
  readonly expiresAt: Date | null;
  readonly paidAt: Date | null;
}

export interface DemoShippingMethod {
  readonly code: string;
  readonly name: string;
  readonly feeMinor: number;
  readonly currency: "USD";
  readonly position: number;
}

import type { MoneyValue } from "@micro-shop/common/money";
import type { OrderActor, OrderStatus } from "../model/orderStatus";

/** Something that happened with an order. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind:
    | "STATUS"
    | "NOTE"
    | `CANCELLATION_${"REQUESTED" | "APPROVED" | "REJECTED"}`
    | `PARCEL_${"SHIPPED" | "DELIVERED"}`
    | `RETURN_${"REQUESTED" | "APPROVED" | "REJECTED" | "RECEIVED"}`
    | "REFUNDED"
    | "REFUND_FAILED"
    | `PRICE_${"CHANGED" | "CHANGE_REFUSED"}`;
  readonly actor: OrderActor;
  readonly actorId: string | null;
  readonly status: OrderStatus | null;
  readonly text: string | null;
  readonly amount: MoneyValue | null;
}

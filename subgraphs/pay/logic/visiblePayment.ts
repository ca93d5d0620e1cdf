import { mayRead } from "@micro-shop/common/graphql/guards";
import { isId } from "@micro-shop/common/ids";
import type { PayContext } from "../context";
import type { PaymentRow } from "../model/payments";

/** The scope that lets staff read payments of others. */
export const STAFF_SCOPE = "payment:read";

/** The payment if the caller may know of it: its buyer, staff, or a service acting for itself. */
export function visiblePayment(
  { caller }: PayContext,
  payment: PaymentRow | null,
): PaymentRow | null {
  return payment && mayRead(caller, payment.buyerId, STAFF_SCOPE) ? payment : null;
}

export async function findVisiblePayment(
  context: PayContext,
  id: string,
): Promise<PaymentRow | null> {
  if (!isId(id)) return null;
  return visiblePayment(context, await context.loaders.payment.load(id));
}

export async function findVisiblePaymentOfOrder(
  context: PayContext,
  orderId: string,
): Promise<PaymentRow | null> {
  return visiblePayment(context, await context.loaders.paymentOfOrder.load(orderId));
}

import type { Database } from "@micro-shop/common/database/pool";
import { lazyLoaders, manyByKey, oneByKey } from "@micro-shop/common/graphql/loaders";
import type { PayLoaders } from "../context";
import { findPaymentEvents } from "../model/paymentEvents";
import { findPayments, findPaymentsOfOrders } from "../model/payments";
import { findRefunds } from "../model/refunds";

/** The loaders of one request. */
export function createLoaders({ drizzle }: Database): PayLoaders {
  return lazyLoaders({
    payment: () =>
      oneByKey({
        read: (ids: readonly string[]) => findPayments(drizzle, ids),
        keyOf: (payment) => payment.id,
      }),
    paymentOfOrder: () =>
      oneByKey({
        read: (orderIds: readonly string[]) => findPaymentsOfOrders(drizzle, orderIds),
        keyOf: (payment) => payment.orderId,
      }),
    refunds: () =>
      manyByKey({
        read: (paymentIds: readonly string[]) => findRefunds(drizzle, paymentIds),
        keyOf: (refund) => refund.paymentId,
      }),
    events: () =>
      manyByKey({
        read: (paymentIds: readonly string[]) => findPaymentEvents(drizzle, paymentIds),
        keyOf: (event) => event.paymentId,
      }),
  });
}

import type { CallOptions, ServiceClient } from "@micro-shop/common/graphql/serviceClient";
import {
  HoldDiscountsDocument,
  OrderDiscountsDocument,
  ReleaseDiscountsDocument,
} from "./generated/marketing";
import {
  ChangeAmountDueDocument,
  ClosePaymentDocument,
  CreatePaymentDocument,
  RefundOrderDocument,
} from "./generated/pay";
import { ReleaseStockDocument, ReserveStockDocument, SkuOffersDocument } from "./generated/product";
import { AddressSnapshotDocument } from "./generated/user";
import type { CallScope, Siblings } from "./siblings";

export type SiblingName = keyof Siblings;

/** The real siblings, called over HTTP by the operations of `schema/internal/order.*.graphql`. */
export function callSiblings(clients: Readonly<Record<SiblingName, ServiceClient>>): Siblings {
  const { user, product, marketing, pay } = clients;
  return {
    user: {
      async addressSnapshot(scope, address) {
        const data = await user.call(AddressSnapshotDocument, address, optionsOf(scope));
        return data.addressSnapshot;
      },
    },
    product: {
      async skuOffers(scope, skuIds) {
        const data = await product.call(SkuOffersDocument, { skuIds }, optionsOf(scope));
        return data.skuOffers;
      },
      async reserveStock(scope, { orderId, expiresAt, lines }) {
        const input = { orderId, expiresAt: expiresAt.toISOString(), lines };
        const data = await product.call(ReserveStockDocument, { input }, optionsOf(scope));
        return data.reserveStock;
      },
      async releaseStock(scope, orderId) {
        await product.call(ReleaseStockDocument, { input: { orderId } }, optionsOf(scope));
      },
    },
    marketing: {
      async orderDiscounts(scope, input) {
        const data = await marketing.call(OrderDiscountsDocument, { input }, optionsOf(scope));
        return data.orderDiscounts;
      },
      async holdDiscounts(scope, input) {
        const data = await marketing.call(HoldDiscountsDocument, { input }, optionsOf(scope));
        return data.holdDiscounts;
      },
      async releaseDiscounts(scope, orderId) {
        await marketing.call(ReleaseDiscountsDocument, { input: { orderId } }, optionsOf(scope));
      },
    },
    pay: {
      async createPayment(scope, { expiresAt, ...payment }) {
        const input = { ...payment, expiresAt: expiresAt.toISOString() };
        const data = await pay.call(CreatePaymentDocument, { input }, optionsOf(scope));
        return data.createPayment.paymentId;
      },
      async closePayment(scope, input) {
        const data = await pay.call(ClosePaymentDocument, { input }, optionsOf(scope));
        return data.closePayment.outcome;
      },
      async changeAmountDue(scope, input) {
        const data = await pay.call(ChangeAmountDueDocument, { input }, optionsOf(scope));
        return data.changeAmountDue.outcome;
      },
      async refundOrder(scope, input) {
        const data = await pay.call(RefundOrderDocument, { input }, optionsOf(scope));
        return data.refundOrder;
      },
    },
  };
}

function optionsOf(scope: CallScope): CallOptions {
  const { idempotencyKey } = scope;
  return { context: scope, ...(idempotencyKey === null ? {} : { idempotencyKey }) };
}

import type { CallOptions, Client } from "../client";
import {
  AdminPaymentsDocument,
  ApproveRefundDocument,
  PaymentDocument,
  PayOrderDocument,
  RefundPaymentDocument,
  type AdminPaymentsQueryVariables,
  type ApproveRefundInput,
  type PayOrderInput,
  type RefundPaymentInput,
} from "../generated/operations";
import { withIdempotencyKey, type KeyOptional } from "../idempotency";
import { present } from "./present";

/** Payments of orders. */
export function createPayRoom(client: Client) {
  return {
    /** Starts a payment attempt; retries of one call charge once. The outcome may come later: watch the order. */
    async payOrder(input: KeyOptional<PayOrderInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { payOrder } = await client.request(PayOrderDocument, variables, options);
      return present(payOrder);
    },

    /** One payment of one's own; null when there is none with this id. */
    async payment(id: string, options?: CallOptions) {
      const { payment } = await client.request(PaymentDocument, { id }, options);
      return payment;
    },

    /** For staff: asks for money to go back; another person decides. Retries of one call ask once. */
    async refundPayment(input: KeyOptional<RefundPaymentInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { refundPayment } = await client.request(RefundPaymentDocument, variables, options);
      return present(refundPayment);
    },

    /** For staff: grants or rejects a refund that another person asked for. */
    async approveRefund(input: ApproveRefundInput, options?: CallOptions) {
      const { approveRefund } = await client.request(ApproveRefundDocument, { input }, options);
      return present(approveRefund);
    },

    /** For staff: the payments of all, newest first. */
    async payments(variables: AdminPaymentsQueryVariables, options?: CallOptions) {
      const { payments } = await client.request(AdminPaymentsDocument, variables, options);
      return present(payments);
    },
  };
}

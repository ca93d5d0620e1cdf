import type { CallOptions, Client } from "../client";
import {
  AdminPaymentsDocument,
  ApproveRefundDocument,
  CapturePaymentDocument,
  PaymentDocument,
  PayOrderDocument,
  RefundPaymentDocument,
  RepairWorkDocument,
  ResolveRepairWorkDocument,
  VoidPaymentDocument,
  type AdminPaymentsQueryVariables,
  type ApproveRefundInput,
  type FinishPaymentInput,
  type PayOrderInput,
  type RefundPaymentInput,
  type RepairWorkQueryVariables,
  type ResolveRepairWorkInput,
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

    /** For staff: takes the whole of an authorised payment. Retries of one call take it once. */
    async capturePayment(input: KeyOptional<FinishPaymentInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { capturePayment } = await client.request(CapturePaymentDocument, variables, options);
      return present(capturePayment);
    },

    /** For staff: lets an authorised payment go. */
    async voidPayment(input: KeyOptional<FinishPaymentInput>, options?: CallOptions) {
      const variables = { input: withIdempotencyKey(input) };
      const { voidPayment } = await client.request(VoidPaymentDocument, variables, options);
      return present(voidPayment);
    },

    /** For staff: differences in the books for people to settle, newest first. */
    async repairWork(variables: RepairWorkQueryVariables, options?: CallOptions) {
      const { repairWork } = await client.request(RepairWorkDocument, variables, options);
      return present(repairWork);
    },

    /** For staff: notes how a difference was settled. */
    async resolveRepairWork(input: ResolveRepairWorkInput, options?: CallOptions) {
      const variables = { input };
      const { resolveRepairWork } = await client.request(
        ResolveRepairWorkDocument,
        variables,
        options,
      );
      return present(resolveRepairWork);
    },
  };
}

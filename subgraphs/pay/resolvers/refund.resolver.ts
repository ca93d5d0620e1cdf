import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { PayContext } from "../context";
import { approveRefund } from "../logic/approveRefund";
import { refundPayment } from "../logic/refundPayment";
import { RefundPayload } from "../types/payloads.type";
import { ApproveRefundInput, RefundPaymentInput } from "../types/refund.input";
import { toRefund } from "./toRefund";

/** Refunds take two people: one asks, another one decides. */
@Resolver()
export class RefundResolver {
  @Directive('@requiresScopes(scopes: [["refund:request"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => RefundPayload, {
    nullable: true,
    description:
      "Asks for money of a captured payment to go back, idempotent by its key; another person decides with approveRefund. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE, REFUND_EXCEEDS_CAPTURED, IDEMPOTENCY_KEY_REUSED.",
  })
  async refundPayment(
    @Arg("input", { description: "The payment, how much and why." }) input: RefundPaymentInput,
    @Ctx() context: PayContext,
  ): Promise<RefundPayload> {
    return { refund: toRefund(await refundPayment(context, input)) };
  }

  @Directive('@requiresScopes(scopes: [["refund:approve"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => RefundPayload, {
    nullable: true,
    description:
      "Grants or rejects a refund that another person asked for. A granted one is sent to the provider until there is a result. Refusals: NOT_FOUND, APPROVER_IS_REQUESTER, INVALID_STATE.",
  })
  async approveRefund(
    @Arg("input", { description: "The refund and the decision." }) input: ApproveRefundInput,
    @Ctx() context: PayContext,
  ): Promise<RefundPayload> {
    return { refund: toRefund(await approveRefund(context, input)) };
  }
}

import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { PayContext } from "../context";
import { finishPayment } from "../logic/finishPayment";
import { FinishPaymentInput } from "../types/finishPayment.input";
import { FinishPaymentPayload } from "../types/payloads.type";

/** What staff does with payments that are only authorised (PAYMENT_CAPTURE=MANUAL). */
@Resolver()
export class FinishPaymentResolver {
  @Directive('@requiresScopes(scopes: [["payment:capture"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => FinishPaymentPayload, {
    nullable: true,
    description:
      "Takes the whole of an authorised payment, idempotent by its key: CAPTURED, or AUTHORIZED while the provider's answer is awaited. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE, IDEMPOTENCY_KEY_REUSED.",
  })
  async capturePayment(
    @Arg("input", { description: "The payment." }) input: FinishPaymentInput,
    @Ctx() context: PayContext,
  ): Promise<FinishPaymentPayload> {
    return { payment: await finishPayment(context, input, "CAPTURING") };
  }

  @Directive('@requiresScopes(scopes: [["payment:capture"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => FinishPaymentPayload, {
    nullable: true,
    description:
      "Lets an authorised payment go, idempotent by its key: VOIDED, or AUTHORIZED while the provider's answer is awaited. Its order can then not be paid any more. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE, IDEMPOTENCY_KEY_REUSED.",
  })
  async voidPayment(
    @Arg("input", { description: "The payment." }) input: FinishPaymentInput,
    @Ctx() context: PayContext,
  ): Promise<FinishPaymentPayload> {
    return { payment: await finishPayment(context, input, "VOIDING") };
  }
}

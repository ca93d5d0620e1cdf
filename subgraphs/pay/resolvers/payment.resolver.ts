import { Arg, Ctx, Directive, ID, Mutation, Query, Resolver } from "type-graphql";
import { toUserError } from "@micro-shop/common/graphql/refusals";
import type { PayContext } from "../context";
import { payOrder } from "../logic/payOrder";
import { findVisiblePayment } from "../logic/visiblePayment";
import { PayOrderInput } from "../types/payOrder.input";
import { PayOrderPayload } from "../types/payloads.type";
import { Payment } from "../types/payment.type";

@Resolver()
export class PaymentResolver {
  @Directive("@authenticated")
  @Query(() => Payment, {
    nullable: true,
    description: "A payment; null unless it is one's own or one is staff with payment:read.",
  })
  payment(
    @Arg("id", () => ID, { description: "The payment." }) id: string,
    @Ctx() context: PayContext,
  ): Promise<Payment | null> {
    return findVisiblePayment(context, id);
  }

  @Directive("@authenticated")
  @Mutation(() => PayOrderPayload, {
    description:
      "Pays one of one's orders, idempotent by its key. Refusals: NOT_FOUND, INVALID_INPUT, PROVIDER_UNAVAILABLE, DECLINED (it may be paid again, with a new key), ALREADY_PAID, INVALID_STATE, LIMIT_REACHED, IDEMPOTENCY_KEY_REUSED.",
  })
  async payOrder(
    @Arg("input", { description: "The order and how it is paid." }) input: PayOrderInput,
    @Ctx() context: PayContext,
  ): Promise<PayOrderPayload> {
    const { payment, declined } = await payOrder(context, input);
    return { payment, userErrors: declined ? [toUserError(declined)] : [] };
  }
}

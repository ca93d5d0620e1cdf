import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { PayContext } from "../context";
import { changeAmountDue } from "../logic/changeAmountDue";
import { closePayment } from "../logic/closePayment";
import { createPayment } from "../logic/createPayment";
import { refundOrder } from "../logic/refundOrder";
import { ChangeAmountDueInput } from "../types/changeAmountDue.input";
import { ClosePaymentInput, CreatePaymentInput } from "../types/internal.input";
import {
  ChangeAmountDuePayload,
  ClosePaymentPayload,
  CreatePaymentPayload,
  RefundOrderPayload,
} from "../types/internal.type";
import { RefundOrderInput } from "../types/refundOrder.input";

/** What the other services ask of pay. */
@Resolver()
export class InternalResolver {
  @Directive("@inaccessible")
  @Mutation(() => CreatePaymentPayload, {
    description:
      "For orders: makes the payment of a new order, idempotent by the order. Moves no money.",
  })
  async createPayment(
    @Arg("input", { description: "The order and what is due." }) input: CreatePaymentInput,
    @Ctx() context: PayContext,
  ): Promise<CreatePaymentPayload> {
    return { paymentId: await createPayment(context, input) };
  }

  @Directive("@inaccessible")
  @Mutation(() => ClosePaymentPayload, {
    description:
      "For orders: gives the payment of an order up unless money is on its way. Repeatable.",
  })
  async closePayment(
    @Arg("input", { description: "The order." }) input: ClosePaymentInput,
    @Ctx() context: PayContext,
  ): Promise<ClosePaymentPayload> {
    return { outcome: await closePayment(context, input) };
  }

  @Directive("@inaccessible")
  @Mutation(() => ChangeAmountDuePayload, {
    description:
      "For orders: another amount is due while no money is on its way, once a step of the saga that the call names.",
  })
  async changeAmountDue(
    @Arg("input", { description: "The order and both amounts." }) input: ChangeAmountDueInput,
    @Ctx() context: PayContext,
  ): Promise<ChangeAmountDuePayload> {
    return { outcome: await changeAmountDue(context, input) };
  }

  @Directive("@inaccessible")
  @Mutation(() => RefundOrderPayload, {
    description:
      "For orders: sends money back without anybody's leave, once a step of the saga that the call names. What is accepted is tried until there is a result, which comes as an event.",
  })
  refundOrder(
    @Arg("input", { description: "The order, how much and why." }) input: RefundOrderInput,
    @Ctx() context: PayContext,
  ): Promise<RefundOrderPayload> {
    return refundOrder(context, input);
  }
}

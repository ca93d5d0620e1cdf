import { Field, ObjectType } from "type-graphql";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Payment } from "./payment.type";
import { Refund } from "./refund.type";
import { RepairWork } from "./repairWork.type";

@ObjectType({ description: "The outcome of paying an order.", simpleResolvers: true })
export class PayOrderPayload {
  @Field(() => Payment, {
    nullable: true,
    description:
      "The payment after it: CAPTURED, or AUTHORIZED where staff captures, or IN_FLIGHT while the provider's result or the buyer's confirmation on redirectUrl is awaited, or CREATED after a refusal by the provider. Null when the input was refused.",
  })
  readonly payment?: Payment | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}

@ObjectType({
  description: "The outcome of capturing or voiding an authorised payment.",
  simpleResolvers: true,
})
export class FinishPaymentPayload {
  @Field(() => Payment, { nullable: true, description: "The payment after it; null when refused." })
  readonly payment?: Payment | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}

@ObjectType({
  description: "The outcome of asking for or deciding on a refund.",
  simpleResolvers: true,
})
export class RefundPayload {
  @Field(() => Refund, { nullable: true, description: "The refund after it; null when refused." })
  readonly refund?: Refund | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}

@ObjectType({ description: "The outcome of settling repair work.", simpleResolvers: true })
export class RepairWorkPayload {
  @Field(() => RepairWork, { nullable: true, description: "The settled work; null when refused." })
  readonly repairWork?: RepairWork | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}

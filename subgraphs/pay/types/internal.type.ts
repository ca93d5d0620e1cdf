import { Directive, Field, ID, ObjectType } from "type-graphql";
import { SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";
import { ChangeAmountOutcome, ClosePaymentOutcome, RefundOrderOutcome } from "./enums";

@Directive("@inaccessible")
@ObjectType({ description: "The payment of an order.", simpleResolvers: true })
export class CreatePaymentPayload {
  @Field(() => ID, { description: "The payment, the same however often it is asked for." })
  readonly paymentId!: string;
}

@Directive("@inaccessible")
@ObjectType({ description: "What closing led to.", simpleResolvers: true })
export class ClosePaymentPayload {
  @Field(() => ClosePaymentOutcome, { description: "Whether money can still move." })
  readonly outcome!: ClosePaymentOutcome;
}

@Directive("@inaccessible")
@ObjectType({ description: "The refund of an order.", simpleResolvers: true })
export class RefundOrderPayload {
  @Field(() => RefundOrderOutcome, { description: "Whether money goes back." })
  readonly outcome!: RefundOrderOutcome;

  @Field(() => ID, {
    nullable: true,
    description: "The refund; null when it was not accepted or nothing was left.",
  })
  readonly refundId!: string | null;

  @Field(() => SafeIntScalar, { description: "What goes back by it, in minor units; 0 without." })
  readonly amountMinor!: number;
}

@Directive("@inaccessible")
@ObjectType({ description: "What changing the amount led to.", simpleResolvers: true })
export class ChangeAmountDuePayload {
  @Field(() => ChangeAmountOutcome, { description: "Whether the new amount is due." })
  readonly outcome!: ChangeAmountOutcome;
}

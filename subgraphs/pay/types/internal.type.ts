import { Directive, Field, ID, ObjectType } from "type-graphql";
import { ClosePaymentOutcome } from "./enums";

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

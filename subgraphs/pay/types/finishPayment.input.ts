import { Length } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";

@InputType({ description: "An authorised payment that is captured or voided." })
export class FinishPaymentInput {
  @Field(() => ID, { description: "The payment." })
  @IsEntityId()
  readonly paymentId!: string;

  @Field(() => String, {
    description: "1 to 255 characters of the client's choice, the same when it tries again.",
  })
  @Length(1, 255)
  @IsPlainLine()
  readonly idempotencyKey!: string;
}

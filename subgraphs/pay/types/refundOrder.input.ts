import { IsOptional, Length, Max, Min } from "class-validator";
import { Directive, Field, ID, InputType } from "type-graphql";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { MAX_INPUT_AMOUNT_MINOR } from "@micro-shop/common/graphql/types/money.type";
import { SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";

@Directive("@inaccessible")
@InputType({ description: "What of an order's money goes back." })
export class RefundOrderInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => SafeIntScalar, {
    nullable: true,
    description:
      "Minor units, from 1; absent: all that is left, requests of staff that are not yet granted included.",
  })
  @IsOptional()
  @Min(1)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly amountMinor?: number | null;

  @Field(() => String, { description: "Why, 1 to 500 characters; the buyer can read it." })
  @Length(1, 500)
  @IsPlainLine()
  readonly reason!: string;
}

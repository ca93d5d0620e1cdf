import { Max, Min } from "class-validator";
import { Directive, Field, ID, InputType } from "type-graphql";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { MAX_INPUT_AMOUNT_MINOR } from "@micro-shop/common/graphql/types/money.type";
import { SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";

@Directive("@inaccessible")
@InputType({ description: "The order whose price is changed, and what is due by then." })
export class ChangeAmountDueInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => SafeIntScalar, { description: "What is due before, in minor units." })
  @Min(0)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly fromMinor!: number;

  @Field(() => SafeIntScalar, { description: "What is due from then on, in minor units." })
  @Min(0)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly amountMinor!: number;
}

import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { MAX_INPUT_AMOUNT_MINOR } from "@micro-shop/common/graphql/types/money.type";
import { SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";
import { Length, Max, Min } from "class-validator";
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "What to take off the price of which order, and why." })
export class ChangeOrderPriceInput {
  @Field(() => ID, { description: "The order; it waits for its payment." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => SafeIntScalar, {
    description: "The total it has now, in minor units; another one is refused with PriceChanged.",
  })
  @Min(0)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly expectedTotalMinor!: number;

  @Field(() => SafeIntScalar, {
    description:
      "What to take off its goods, beside all that was taken off before; minor units before tax, 1 or more. Something must be left to pay.",
  })
  @Min(1)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly discountMinor!: number;

  @Field(() => String, { description: "Why, for the timeline; one line of 1 to 500 characters." })
  @Length(1, 500)
  @IsPlainLine()
  readonly reason!: string;

  @Field(() => String, {
    description:
      "Made up by the client, 1 to 255 characters. For a year the same key with the same input answers the same thing again.",
  })
  @Length(1, 255)
  @IsPlainLine()
  readonly idempotencyKey!: string;
}

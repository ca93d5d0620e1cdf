import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { ArrayMaxSize, ArrayNotEmpty, Length, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { MAX_LINES, MAX_QUANTITY } from "./limits";

const cartToken = {
  nullable: true,
  description: "Token of a guest's cart; ignored for signed-in users, who have their own.",
} as const;

@InputType({ description: "What to put into the cart." })
export class AddToCartInput {
  @Field(() => ID, { description: "The SKU." })
  @IsEntityId()
  readonly skuId!: string;

  @Field(() => Int, {
    description: "How many more, 1 to 999; more than is in stock may be put in.",
  })
  @Min(1)
  @Max(MAX_QUANTITY)
  readonly quantity!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "Token of a guest's cart; a guest without one gets a new cart. Ignored for signed-in users.",
  })
  @Length(1, 64)
  @IsPlainLine()
  readonly cartToken?: string | null;
}

@InputType({ description: "How to change a line of the cart; absent fields stay." })
export class UpdateCartLineInput {
  @Field(() => ID, { description: "The line." })
  @IsEntityId()
  readonly lineId!: string;

  @Field(() => Int, { nullable: true, description: "The new quantity, 1 to 999." })
  @Min(1)
  @Max(MAX_QUANTITY)
  readonly quantity?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether a quote or an order from the cart includes it.",
  })
  readonly selected?: boolean | null;

  @Field(() => String, cartToken)
  @Length(1, 64)
  @IsPlainLine()
  readonly cartToken?: string | null;
}

@InputType({ description: "What to take out of the cart." })
export class RemoveFromCartInput {
  @Field(() => [ID], { description: "The lines, 1 to 100; all are removed or none." })
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_LINES)
  @IsEntityId({ each: true })
  readonly lineIds!: readonly string[];

  @Field(() => String, cartToken)
  @Length(1, 64)
  @IsPlainLine()
  readonly cartToken?: string | null;
}

@InputType({ description: "Which guest's cart joins one's own." })
export class MergeCartInput {
  @Field(() => String, { description: "Token of the guest's cart." })
  @Length(1, 64)
  @IsPlainLine()
  readonly cartToken!: string;
}

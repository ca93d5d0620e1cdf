import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";
import { ArrayMaxSize, ArrayNotEmpty, Length, Max, Min, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { MAX_LINES, MAX_QUANTITY, MAX_TOTAL_MINOR } from "./limits";

const linesDescription =
  "What to buy, at most 100 lines; those of one SKU are added up. Default: the selected lines of the cart.";
const shippingDescription = "Code of the shipping method; default STANDARD.";
const couponDescription = "A coupon of the buyer's wallet.";

@InputType({ description: "A SKU and how many of it." })
export class LineInput {
  @Field(() => ID, { description: "The SKU." })
  @IsEntityId()
  readonly skuId!: string;

  @Field(() => Int, { description: "How many, 1 to 999." })
  @Min(1)
  @Max(MAX_QUANTITY)
  readonly quantity!: number;
}

@InputType({ description: "What to work out a price for." })
export class QuoteInput {
  @Field(() => [LineInput], { nullable: true, description: linesDescription })
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_LINES)
  @ValidateNested({ each: true })
  readonly lines?: readonly LineInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: "Token of a guest's cart; ignored for signed-in users, who have their own.",
  })
  @Length(1, 64)
  @IsPlainLine()
  readonly cartToken?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "An address of the buyer; without one, home shipping is assumed and no tax added.",
  })
  @IsEntityId()
  readonly addressId?: string | null;

  @Field(() => String, { nullable: true, description: shippingDescription })
  @Length(1, 32)
  @IsPlainLine()
  readonly shippingMethod?: string | null;

  @Field(() => ID, { nullable: true, description: couponDescription })
  @IsEntityId()
  readonly couponId?: string | null;
}

@InputType({ description: "What to order." })
export class PlaceOrderInput {
  @Field(() => String, {
    description:
      "Made up by the client, 1 to 255 characters. For a year the same key with the same input answers the same order again.",
  })
  @Length(1, 255)
  @IsPlainLine()
  readonly idempotencyKey!: string;

  @Field(() => [LineInput], { nullable: true, description: linesDescription })
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_LINES)
  @ValidateNested({ each: true })
  readonly lines?: readonly LineInput[] | null;

  @Field(() => ID, { description: "An address of the buyer; the order keeps a copy." })
  @IsEntityId()
  readonly addressId!: string;

  @Field(() => String, { nullable: true, description: shippingDescription })
  @Length(1, 32)
  @IsPlainLine()
  readonly shippingMethod?: string | null;

  @Field(() => ID, { nullable: true, description: couponDescription })
  @IsEntityId()
  readonly couponId?: string | null;

  @Field(() => SafeIntScalar, {
    nullable: true,
    description:
      "The total the buyer was shown, in minor units; any other total is refused as PRICE_CHANGED.",
  })
  @Min(0)
  @Max(MAX_TOTAL_MINOR)
  readonly expectedTotalMinor?: number | null;
}

@InputType({ description: "Which order to cancel." })
export class CancelOrderInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => String, {
    nullable: true,
    description: "Why, for the order's history; one line of 1 to 500 characters.",
  })
  @Length(1, 500)
  @IsPlainLine()
  readonly reason?: string | null;
}

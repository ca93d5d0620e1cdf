import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { Directive, Field, ID, InputType, Int } from "type-graphql";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { CurrencyEnum, MAX_INPUT_AMOUNT_MINOR } from "@micro-shop/common/graphql/types/money.type";
import { SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";
import type { Currency } from "@micro-shop/common/money";

@Directive("@inaccessible")
@InputType({ description: "Units of one SKU at product's price." })
export class DiscountLineInput {
  @Field(() => ID, { description: "The SKU." })
  @IsEntityId()
  readonly skuId!: string;

  @Field(() => ID, { description: "Its product." })
  @IsEntityId()
  readonly productId!: string;

  @Field(() => ID, { nullable: true, description: "The category of the product." })
  @IsOptional()
  @IsEntityId()
  readonly categoryId?: string | null;

  @Field(() => Int, { description: "Units, 1 to 10,000." })
  @Min(1)
  @Max(10_000)
  readonly quantity!: number;

  @Field(() => SafeIntScalar, { description: "What a unit costs in minor units, 0 to 10^12." })
  @Min(0)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly unitPriceMinor!: number;
}

@Directive("@inaccessible")
@InputType({ description: "What is to be discounted, and for whom." })
export class DiscountsInput {
  @Field(() => ID, { nullable: true, description: "The order; absent for a quote." })
  @IsOptional()
  @IsEntityId()
  readonly orderId?: string | null;

  @Field(() => ID, { nullable: true, description: "The buyer; absent for a guest." })
  @IsOptional()
  @IsEntityId()
  readonly userId?: string | null;

  @Field(() => ID, { nullable: true, description: "The buyer's coupon, if one is to be used." })
  @IsOptional()
  @IsEntityId()
  readonly couponId?: string | null;

  @Field(() => CurrencyEnum, { description: "The currency of all amounts." })
  @IsIn(Object.keys(CurrencyEnum))
  readonly currency!: Currency;

  @Field(() => [DiscountLineInput], { description: "1 to 100 lines, one a SKU." })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique((line: DiscountLineInput) => line.skuId)
  @ValidateNested({ each: true })
  readonly lines!: DiscountLineInput[];
}

@Directive("@inaccessible")
@InputType({ description: "Whose discounts to give back." })
export class ReleaseDiscountsInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;
}

import { SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsIn,
  IsOptional,
  Length,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { MAX_INPUT_AMOUNT_MINOR } from "@micro-shop/common/graphql/types/money.type";
import { Field, ID, InputType } from "type-graphql";
import { ProductStatusEnum, type ProductStatus } from "./enums";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";

@InputType({ description: "One attribute that products must have." })
export class AttributeFilter {
  @Field(() => String, { description: "The attribute, e.g. Brand." })
  @Length(1, 100)
  @IsPlainLine()
  readonly name!: string;

  @Field(() => [String], {
    description: "Any of these values, 1 to 50, each of 1 to 200 characters.",
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @Length(1, 200, { each: true })
  @IsPlainLine({ each: true })
  readonly values!: string[];
}

@InputType({ description: "Which products to list; all conditions must hold." })
export class ProductFilter {
  @Field(() => ID, { nullable: true, description: "In this category or one below it." })
  @IsOptional()
  @IsEntityId()
  readonly categoryId?: string | null;

  @Field(() => SafeIntScalar, {
    nullable: true,
    description: "Lowest price at least this, in minor units.",
  })
  @IsOptional()
  @Min(0)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly minPriceMinor?: number | null;

  @Field(() => SafeIntScalar, {
    nullable: true,
    description: "Lowest price at most this, in minor units.",
  })
  @IsOptional()
  @Min(0)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly maxPriceMinor?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "true: a unit can be bought now; false: none can.",
  })
  @IsOptional()
  @IsBoolean()
  readonly inStock?: boolean | null;

  @Field(() => [AttributeFilter], {
    nullable: true,
    description: "With all of these attributes, at most 10.",
  })
  @IsOptional()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  readonly attributes?: AttributeFilter[] | null;

  @Field(() => ProductStatusEnum, {
    nullable: true,
    description: "Default PUBLISHED; any other needs the scope catalog:read.",
  })
  @IsOptional()
  @IsIn(Object.keys(ProductStatusEnum))
  readonly status?: ProductStatus | null;
}

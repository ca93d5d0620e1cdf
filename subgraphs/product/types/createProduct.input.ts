import { MoneyInput } from "@micro-shop/common/graphql/types/money.type";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { IsPlainText } from "@micro-shop/common/graphql/isPlainText";

@InputType({ description: "What a SKU is in one option of its product." })
export class SkuOptionInput {
  @Field(() => String, { description: "The option, e.g. Size; 1 to 50 characters." })
  @Length(1, 50)
  @IsPlainLine()
  readonly name!: string;

  @Field(() => String, { description: "The value, e.g. XL; 1 to 50 characters." })
  @Length(1, 50)
  @IsPlainLine()
  readonly value!: string;
}

@InputType({ description: "A SKU of a new product." })
export class CreateSkuInput {
  @Field(() => String, {
    description:
      "The code on its label, unique: 1 to 64 capitals, digits, points, dashes and underscores.",
  })
  @Matches(/^[A-Z0-9][A-Z0-9._-]{0,63}$/, {
    message: "code must be 1 to 64 capitals, digits, points, dashes and underscores",
  })
  readonly code!: string;

  @Field(() => [SkuOptionInput], {
    nullable: true,
    description:
      "One value for each option, at most 5; the same options in every SKU of the product.",
  })
  @IsOptional()
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  readonly options?: SkuOptionInput[] | null;

  @Field(() => MoneyInput, {
    description: "What a unit costs; one currency for the whole product.",
  })
  @ValidateNested()
  readonly price!: MoneyInput;

  @Field(() => Int, { description: "Units in the house, 0 to 1,000,000." })
  @Min(0)
  @Max(1_000_000)
  readonly onHand!: number;
}

@InputType({ description: "A new product; it starts as a draft." })
export class CreateProductInput {
  @Field(() => String, { description: "Its name, 1 to 200 characters." })
  @Length(1, 200)
  @IsPlainLine()
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Small letters, digits and single dashes, at most 120; made from the name when absent.",
  })
  @IsOptional()
  @MaxLength(120)
  @Matches(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
    message: "slug must be small letters, digits and single dashes",
  })
  readonly slug?: string | null;

  @Field(() => String, { nullable: true, description: "Plain text, 1 to 10,000 characters." })
  @IsOptional()
  @Length(1, 10_000)
  @IsPlainText()
  readonly description?: string | null;

  @Field(() => ID, { description: "The category it stands in." })
  @IsEntityId()
  readonly categoryId!: string;

  @Field(() => [CreateSkuInput], { description: "Its SKUs, 1 to 100, in the order shown." })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  readonly skus!: CreateSkuInput[];
}

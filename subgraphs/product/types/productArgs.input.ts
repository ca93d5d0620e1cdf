import { ConnectionArgs } from "@micro-shop/common/graphql/connection";
import { IsIn, IsOptional, MaxLength, ValidateNested } from "class-validator";
import { ArgsType, Field, ID } from "type-graphql";
import { ProductSortEnum, type ProductSort } from "./enums";
import { ProductFilter } from "./productFilter.input";

@ArgsType()
export class ProductArgs {
  @Field(() => ID, { nullable: true, description: "Its id; this or the slug." })
  @IsOptional()
  @MaxLength(200)
  readonly id?: string | null;

  @Field(() => String, { nullable: true, description: "Its slug; this or the id." })
  @IsOptional()
  @MaxLength(200)
  readonly slug?: string | null;
}

@ArgsType()
export class ProductsArgs extends ConnectionArgs {
  @Field(() => ProductFilter, { nullable: true, description: "Which products; all when absent." })
  @IsOptional()
  @ValidateNested()
  readonly filter?: ProductFilter | null;

  @Field(() => ProductSortEnum, { nullable: true, description: "The order; NEWEST when absent." })
  @IsOptional()
  @IsIn(Object.keys(ProductSortEnum))
  readonly sort?: ProductSort | null;
}

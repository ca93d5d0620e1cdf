import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { ArrayMaxSize } from "class-validator";
import { ArgsType, Field, ID } from "type-graphql";

@ArgsType()
export class SkuOffersArgs {
  @Field(() => [ID], { description: "The SKUs, at most 100." })
  @ArrayMaxSize(100)
  @IsEntityId({ each: true })
  readonly skuIds!: string[];
}
